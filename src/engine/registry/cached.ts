/** The registry as it was read last, for as long as its file stays the same. */
import { stat } from 'node:fs/promises'
import { emptyRegistry } from '../../domain/registry/edit'
import { parseRegistry } from '../../domain/registry/read'
import { damagedWithCopy, goneWithCopy } from './copies'
import type { Parts } from './parts'
import { readRegistry, sha256, type Reading } from './reading'

/** Another tool may be in the middle of writing the file in place: a fresh file that cannot be read gets this long. */
const SETTLE = 2000
const POLL = 100

export type Read = () => Promise<Reading>

/** Parsed once for each state of the file, also when several ask at a time: a registry of 100,000 records takes a moment. */
export function cached(parts: Parts): Read {
  let last: { readonly mark: string; readonly reading: Promise<Reading> } | null = null
  return async () => {
    const mark = await markOf(parts.paths.registry)
    if (last?.mark === mark) return last.reading
    const mine = { mark, reading: readSettled(parts, mark) }
    last = mine
    const forget = (): void => { if (last === mine) last = null }
    const reading = await mine.reading.catch((error: unknown) => {
      forget()
      throw error
    })
    // Only what surely belongs to this state is remembered.
    if ((await markOf(parts.paths.registry)) !== mark) forget()
    return reading
  }
}

async function markOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}` : 'none'
}

async function readSettled(parts: Parts, mark: string): Promise<Reading> {
  for (const until = performance.now() + SETTLE; ; ) {
    try {
      const reading = await readRegistry(parts.files, parts.paths.registry)
      if (reading) return reading
      return await missing(parts)
    } catch (error) {
      const fresh = mark !== (await markOf(parts.paths.registry)) || (await isFresh(parts.paths.registry))
      if (!fresh || performance.now() > until) throw await damagedWithCopy(parts, error)
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }
}

async function isFresh(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && Math.abs(Date.now() - found.mtimeMs) < POLL * 3
}

/** A file that is gone though there are copies of it is no empty registry: what is recorded next would push the copies out. */
async function missing(parts: Parts): Promise<Reading> {
  const { paths, clock, backups } = parts
  const copy = await backups.newestGood().catch(() => null)
  if (copy !== null && copy.registry.deployments.length > 0) throw goneWithCopy(parts, copy)
  const empty = Buffer.from(emptyRegistry(paths.project, clock.now().toISOString()))
  return { registry: { ...parseRegistry(empty, paths.registry, sha256), lastUpdated: null, digest: null }, places: null }
}
