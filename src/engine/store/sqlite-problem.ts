/** What SQLite answers, as problems. */
import { BackstepError, fail } from '../../domain/problem'
import { closedProblem } from '../files/closed'
import { fullDiskProblem } from '../files/no-space'
import { userWords, writersOf, type FileUser } from '../hosts/file-users'

const BUSY = [5, 6]
/** "Locking protocol": SQLite tried for ten seconds to get past one that was stopped in the middle of a commit. */
const PAST = 15

/** SQLite's primary result code; 0 for what is not from SQLite. */
function codeOf(error: unknown): number {
  if (error === null || typeof error !== 'object' || !('errcode' in error)) return 0
  return typeof error.errcode === 'number' ? error.errcode & 0xff : 0
}
export const isBusy = (error: unknown): boolean => BUSY.includes(codeOf(error))

interface Words { readonly code: string; readonly message: string; readonly next: string }
const DENIED: Words = { code: 'not-writable', message: 'cannot be written by this user.', next: 'Check who owns it and its permissions.' }
const DAMAGED: Words = { code: 'store-damaged', message: 'is damaged.', next: 'Keep a copy of it, and restore it from a backup.' }
const WORDS: Readonly<Record<number, Words>> = {
  3: DENIED,
  8: DENIED,
  10: { code: 'io-error', message: 'could not be read or written: the disk reported an error.', next: 'Check the disk before going on.' },
  11: DAMAGED,
  14: { ...DENIED, message: 'could not be opened.', next: 'Check that its folder exists and may be written.' },
  23: DENIED,
  26: { ...DAMAGED, message: 'is not a SQLite file.' }
}

/** A problem that names the file; what is not from SQLite is handed back as it is. */
export function sqliteProblem(error: unknown, file: string): unknown {
  if (error instanceof BackstepError) return error
  const resultCode = codeOf(error)
  const full = fullDiskProblem(resultCode, file, ' What was confirmed before is kept.')
  if (full) return full
  const words = [...BUSY, PAST].includes(resultCode) ? busyWords(writersOf(file)) : WORDS[resultCode]
  const closed = words?.code === DENIED.code ? closedProblem(file) : null
  if (closed) return closed
  if (words) return fail(words.code, `${file} ${words.message}`, words.next, { place: { file } })
  if (resultCode === 0) return error
  return fail('store-error', `${file}: ${error instanceof Error ? error.message : String(error)}`, 'Please report this with the application log.', { place: { file } })
}

/** Of those that have a lock, one that is stopped is the one that does not go on. */
function busyWords(writers: readonly FileUser[]): Words {
  const writer = writers.find(({ stopped }) => stopped) ?? writers[0]
  if (!writer) return { code: 'store-busy', message: 'is in use by another process that does not let go.', next: 'Try again; if it stays so, see which other Backstep runs.' }
  const { pid, stopped } = writer
  const who = userWords(writer)
  return stopped
    ? { code: 'store-busy', message: `is held by ${who}, which was stopped in the middle of writing.`, next: `Let it go on with \`kill -CONT ${pid}\`, or end it with \`kill -KILL ${pid}\`; what it had not confirmed was not done.` }
    : { code: 'store-busy', message: `is in use by ${who}, which does not let go.`, next: `Try again; if it stays so, look at process ${pid}.` }
}
