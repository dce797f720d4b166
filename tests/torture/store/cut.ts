/** What a disk may hold between two acknowledged commits: the log half written; or the log whole, and a checkpoint half done. */
import type { Random } from '../random'
import type { Image } from './images'

const SECTOR = 512

/**
 * The order is SQLite's: the log is written and synced, then the commit is acknowledged; a checkpoint copies into the database what the log
 * holds and syncs that. So either the log is torn and the database as before, or the log is whole and the database torn.
 */
export function cut(before: Image, after: Image, random: Random): Image {
  const checkpointed = !before.db.equals(after.db)
  if (checkpointed && random.chance(0.5)) return { db: torn(before.db, after.db, random), wal: after.wal }
  return { db: before.db, wal: torn(before.wal, after.wal, random) }
}

function torn(before: Buffer, after: Buffer, random: Random): Buffer {
  const isAppended = after.length > before.length && after.subarray(0, before.length).equals(before)
  const ways = isAppended ? [truncated, truncated, scattered, interrupted] : [scattered, scattered, interrupted]
  return random.pick(ways)(before, after, random)
}

/** Grown, but not as far as it should; the end anywhere, also within a frame. */
function truncated(before: Buffer, after: Buffer, random: Random): Buffer {
  return after.subarray(0, random.between(before.length, after.length))
}

/** Some sectors are new, some old; where there was nothing, zeros; and perhaps not as long. */
function scattered(before: Buffer, after: Buffer, random: Random): Buffer {
  const mixed = Buffer.concat([before, Buffer.alloc(Math.max(0, after.length - before.length))])
  for (let at = 0; at < after.length; at += SECTOR) if (random.chance(0.5)) after.copy(mixed, at, at, Math.min(at + SECTOR, after.length))
  return random.chance(0.5) ? mixed : mixed.subarray(0, random.between(Math.min(before.length, mixed.length), mixed.length))
}

/** All before a byte is new, all after it old: a write that broke off in the middle of a sector. */
function interrupted(before: Buffer, after: Buffer, random: Random): Buffer {
  const first = firstDifference(before, after)
  const at = random.between(first, after.length)
  return Buffer.concat([after.subarray(0, at), before.subarray(at)])
}

function firstDifference(one: Buffer, other: Buffer): number {
  const end = Math.min(one.length, other.length)
  let at = 0
  while (at < end && one[at] === other[at]) at++
  return at
}
