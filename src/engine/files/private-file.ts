/** The two places where a file descriptor itself is needed. Synchronous, so that nothing else runs in between. */
import { chmodSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { requireOpen } from './closed'
import { codeOf, fileProblem } from './problems'

/** Creates an empty file that only its owner may read, before SQLite opens it. A file that is there is not opened, only its mode is corrected. Throws `closed-to-user` where it is another user's. */
export function ensurePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw fileProblem(error, path, 'created')
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw fileProblem({ code: 'EISDIR' }, path, 'opened')
    tighten(path)
    requireOpen(path)
  }
}

function tighten(path: string): void {
  try {
    chmodSync(path, 0o600)
  } catch {
    // Another user's: whether it can be used is asked then.
  }
}

/** Opens a log for appending, hands its descriptor to `use` (which gives it to a child), and closes ours. */
export function withLogDescriptor<T>(path: string, use: (descriptor: number) => T): T {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600)
  } catch (error) {
    throw fileProblem(error, path, 'opened')
  }
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
