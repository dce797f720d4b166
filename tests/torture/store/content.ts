/** Everything that a store holds, as one text to compare, read by the engine's own way of opening it and then by SQLite. */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { openStore } from '../../../src/engine/store/sqlite-store'
import { chainFaults } from '../chain'
import type { Image } from './images'

type Database = InstanceType<typeof DatabaseSync>

/** Lays an image out, as a machine that starts again finds it. `shm`: what lies in the shared memory's file, which nobody syncs. */
export function layOut(folder: string, { db, wal }: Image, shm: Buffer | null): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'backstep.db')
  writeFileSync(file, db, { mode: 0o600 })
  if (wal.length > 0) writeFileSync(`${file}-wal`, wal)
  if (shm) writeFileSync(`${file}-shm`, shm)
  return file
}

/** Throws when it cannot be opened, is damaged, or its history does not verify. */
export async function contentOf(file: string): Promise<string> {
  const store = await openStore(file)
  const [fault] = chainFaults(await store.historyRows(0, 1_000_000))
  if (fault !== undefined) throw new Error(`Its history does not verify: ${fault}`)
  for (const { runId, lastSeq } of await store.runs()) {
    const events = await store.events(runId)
    if (events.some(({ seq }, n) => seq !== n) || events.length !== lastSeq + 1) throw new Error(`The journal of ${runId} has gaps.`)
  }
  await store.close()
  const database = new DatabaseSync(file)
  try {
    return dumpOf(database)
  } finally {
    database.close()
  }
}

function dumpOf(database: Database): string {
  const rows = (sql: string): object[] => database.prepare(sql).all() as object[]
  const damage = Object.values(rows('PRAGMA integrity_check')[0] ?? {})[0]
  if (damage !== 'ok') throw new Error(`It is damaged: ${String(damage)}`)
  const tables = rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").map((row) => (row as { name: string }).name)
  const hash = createHash('sha256')
  for (const table of tables) hash.update(`${table}\n${JSON.stringify(rows(`SELECT * FROM ${table} ORDER BY 1, 2`))}\n`)
  return hash.digest('hex')
}
