import { fail } from '../../domain/problem'
import { quoted, valueOf, withDatabase } from './connection'

const TABLE = 'backstep_writes_and_reads_back'

/** Writes and reads back inside a transaction that is rolled back. Answers a sentence. */
export const verifyWritable = (path: string): Promise<string> => withDatabase(path, 'writable', (database) => {
  const version = (): unknown => valueOf(database, '(SELECT schema_version FROM pragma_schema_version)')
  const before = version()
  const table = quoted(freeName((name) => valueOf(database, `(SELECT count(*) FROM sqlite_master WHERE name = '${name}')`) !== 0))
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(`CREATE TABLE ${table} (value TEXT); INSERT INTO ${table} VALUES ('written')`)
    if (valueOf(database, `(SELECT value FROM ${table})`) !== 'written') throw fail('database-not-writable', `${path} gave back something else than was written.`, 'Check the disk.', { place: { file: path } })
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK')
  }
  if (version() !== before) throw fail('database-not-writable', `${path} was changed while it was tested.`, 'Look who else writes its schema now.', { place: { file: path } })
  return 'wrote a row, read it back, rolled back'
})

function freeName(isTaken: (name: string) => boolean): string {
  for (let n = 0; ; n += 1) if (!isTaken(`${TABLE}_${n}`)) return `${TABLE}_${n}`
}
