import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { closeFully } from './close-fully'

it('lets the file go: the last one to close takes -wal and -shm away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstep-close-'))
  const file = join(folder, 'a.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)')
  const use = () => database.prepare('INSERT INTO t VALUES (1)').run()
  use()
  expect(readdirSync(folder).sort()).toEqual(['a.db', 'a.db-shm', 'a.db-wal'])
  await closeFully(database)
  expect(readdirSync(folder)).toEqual(['a.db'])
  rmSync(folder, { recursive: true })
})
