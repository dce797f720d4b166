import { fail } from '../../domain/problem'
import { one, quoted, withDatabase } from './connection'

const TABLE = 'backstep_writes_and_reads_back'

/** Writes and reads back inside a transaction that is rolled back. Answers a sentence. */
export const verifyWritable = (path: string): Promise<string> => withDatabase(path, 'writable', (database) => {
  const version = (): unknown => one(database, 'PRAGMA schema_version')['schema_version']
  const before = version()
  const table = quoted(freeName((name) => one(database, `SELECT count(*) AS n FROM sqlite_master WHERE name = '${name}'`)['n'] !== 0))
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(`CREATE TABLE ${table} (value TEXT); INSERT INTO ${table} VALUES ('written')`)
    if (one(database, `SELECT value FROM ${table}`)['value'] !== 'written') throw fail('database-not-writable', `${path} gave back something else than was written.`, 'Check the disk.', { place: { file: path } })
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK')
  }
  if (version() !== before) throw fail('database-not-writable', `${path} was changed while it was tested.`, 'Look who else writes its schema now.', { place: { file: path } })
  return 'wrote a row, read it back, rolled back'
})

function freeName(isTaken: (name: string) => boolean): string {
  for (let n = 0; ; n += 1) if (!isTaken(`${TABLE}_${n}`)) return `${TABLE}_${n}`
}
