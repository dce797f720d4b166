/**
 * Opening and closing a file drops every POSIX lock that this process holds on it, also those of SQLite: so the store and
 * the lock files, which lie directly in `.deployments`, are never opened here.
 */
import { basename, dirname, resolve } from 'node:path'
import { fail } from '../../domain/problem'

const SQLITE = /(\.lock|\.db)(-journal|-wal|-shm)?$/

export const isSqliteFile = (path: string): boolean => basename(dirname(resolve(path))) === '.deployments' && SQLITE.test(basename(path))

export function refuseSqlite(path: string): void {
  if (isSqliteFile(path)) throw fail('internal', `${path} belongs to SQLite and may not be opened as a file.`, 'Please report this with the application log.', { place: { file: path } })
}
