/** What a database file needs besides SQLite itself. Never called while this process has a connection to the file: closing it here would drop its locks. */
import { chmod, chown, link, lstat, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { about, codeOf } from './problems'

export interface Ownership { readonly mode: number; readonly uid: number; readonly gid: number }

/** Null when there is no such file. */
export const ownershipOf = (path: string): Promise<Ownership | null> =>
  stat(path).then(({ mode, uid, gid }) => ({ mode: mode & 0o7777, uid, gid }), () => null)

/** Gives the file mode and owner (where we may), and syncs it. */
export const settle = (path: string, wanted: Ownership): Promise<void> => about(path, 'written', async () => {
  const now = await stat(path)
  if (now.uid !== wanted.uid || now.gid !== wanted.gid) await chown(path, wanted.uid, wanted.gid).catch(ifAllowed)
  await chmod(path, wanted.mode)
  await sync(path)
})

/**
 * Gives the file a second name, so that the first can be replaced at once: at no instant is there no file of that name. False where
 * the file system knows no second names.
 */
export const nameTwice = (path: string, second: string): Promise<boolean> => about(second, 'written', async () => {
  try {
    await link(path, second)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await isSame(path, second))) return true
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes(codeOf(error))) return false
    throw error
  }
  await sync(dirname(second))
  return true
})

/** The file and its name last. */
export const syncWithFolder = (path: string): Promise<void> => about(path, 'written', async () => {
  await Promise.all([sync(path), sync(dirname(path))])
})

async function isSame(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all([lstat(one), lstat(other)])
  return left.dev === right.dev && left.ino === right.ino
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ifAllowed(error: unknown): void {
  if (codeOf(error) !== 'EPERM') throw error
}
