/** What a database file needs besides SQLite itself. Never called while this process has a connection to the file: closing it here would drop its locks. */
import { dirname } from 'node:path'
import { syncFolder } from './atomic'
import type { Io, IoHandle } from './io'
import { about, codeOf, orMissing } from './problems'

export interface Ownership { readonly mode: number; readonly uid: number; readonly gid: number }
export interface DatabaseFiles {
  /** Null when there is no such file. */
  ownershipOf(path: string): Promise<Ownership | null>
  /** Gives the file mode and owner (where we may), and syncs it. */
  settle(path: string, wanted: Ownership): Promise<void>
  /**
   * Gives the file a second name, so that the first can be replaced at once: at no instant is there no file of that name. False where
   * the file system knows no second names.
   */
  nameTwice(path: string, second: string): Promise<boolean>
  /** The file and its name last. */
  syncWithFolder(path: string): Promise<void>
}

export const databaseFiles = (io: Io): DatabaseFiles => ({
  ownershipOf: (path) => about(path, 'read', async () => {
    const found = await orMissing(io.stat(path))
    return found && { mode: found.mode, uid: found.uid, gid: found.gid }
  }),
  settle: (path, wanted) => about(path, 'written', () => opened(io, path, async (file) => {
    const now = await file.stat()
    if (now.uid !== wanted.uid || now.gid !== wanted.gid) await file.chown(wanted.uid, wanted.gid).catch(ifAllowed)
    await file.chmod(wanted.mode)
    await file.sync()
  })),
  nameTwice: (path, second) => about(second, 'written', () => nameTwice(io, path, second)),
  syncWithFolder: (path) => about(path, 'written', async () => {
    await Promise.all([opened(io, path, (file) => file.sync()), syncFolder(io, dirname(path))])
  })
})

async function nameTwice(io: Io, path: string, second: string): Promise<boolean> {
  try {
    await io.link(path, second)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await isSame(io, path, second))) return true
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes(codeOf(error))) return false
    throw error
  }
  await syncFolder(io, dirname(second))
  return true
}

async function isSame(io: Io, one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all([io.lstat(one), io.lstat(other)])
  return left.file === right.file
}

async function opened(io: Io, path: string, work: (file: IoHandle) => Promise<void>): Promise<void> {
  const file = await io.open(path, 'read')
  try {
    await work(file)
  } finally {
    await file.close()
  }
}

function ifAllowed(error: unknown): void {
  if (codeOf(error) !== 'EPERM') throw error
}
