import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { closeFully } from './close-fully'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'backstep-close-')) })
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

function used(): DatabaseSyncInstance {
  const database = new DatabaseSync(join(folder, 'a.db'))
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)')
  database.prepare('INSERT INTO t VALUES (1)').run()
  return database
}
const files = (): readonly string[] => readdirSync(folder).sort()

it('lets the file go: the last one to close takes -wal and -shm away', async () => {
  const database = used()
  expect(files()).toEqual(['a.db', 'a.db-shm', 'a.db-wal'])
  await closeFully(database)
  expect(files()).toEqual(['a.db'])
})

it('lets it go a while later where nobody waits for that', async () => {
  vi.resetModules()
  // One of its own: what was closed by other tests has planned its collection already.
  const { closeSoon } = await import('./close-fully')
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  closeSoon(used())
  expect(files()).toEqual(['a.db', 'a.db-shm', 'a.db-wal'])
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
  await expect.poll(files).toEqual(['a.db'])
})
