/** The system calls under `Files`, in one small interface, so that a test can drop, tear or fail any of them. */
import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'

export interface IoStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
}
export interface IoHandle {
  /** Answers how many bytes were taken, perhaps fewer than asked. */
  write(bytes: Uint8Array, offset: number): Promise<number>
  /** Fills the buffer from a position; 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>
  stat(): Promise<IoStat>
  truncate(size: number): Promise<void>
  chmod(mode: number): Promise<void>
  chown(uid: number, gid: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}
export interface Io {
  open(path: string, how: 'read' | 'create' | 'append' | 'folder', mode?: number): Promise<IoHandle>
  stat(path: string): Promise<IoStat>
  lstat(path: string): Promise<IoStat>
  realpath(path: string): Promise<string>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  rmdir(path: string): Promise<void>
  mkdir(path: string, mode: number): Promise<void>
  symlink(to: string, path: string): Promise<void>
  /** Bytes free for this user. */
  free(path: string): Promise<number>
}

type Stats = Awaited<ReturnType<typeof fs.stat>>

function kindOf(stats: Stats): IoStat['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
const toStat = (stats: Stats): IoStat =>
  ({ kind: kindOf(stats), size: Number(stats.size), mode: Number(stats.mode) & 0o7777, uid: Number(stats.uid), gid: Number(stats.gid) })

const FLAGS = {
  read: constants.O_RDONLY,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  append: constants.O_RDWR | constants.O_CREAT | constants.O_APPEND,
  folder: constants.O_RDONLY | constants.O_DIRECTORY
}

async function open(path: string, how: keyof typeof FLAGS, mode?: number): Promise<IoHandle> {
  const handle = await fs.open(path, FLAGS[how], mode)
  return {
    write: async (bytes, offset) => (await handle.write(bytes, offset, bytes.length - offset)).bytesWritten,
    read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
    stat: async () => toStat(await handle.stat()),
    truncate: (size) => handle.truncate(size),
    chmod: (bits) => handle.chmod(bits),
    chown: (uid, gid) => handle.chown(uid, gid),
    sync: () => handle.sync(),
    close: () => handle.close()
  }
}

/** The real file system. */
export const systemIo: Io = {
  open,
  stat: async (path) => toStat(await fs.stat(path)),
  lstat: async (path) => toStat(await fs.lstat(path)),
  realpath: (path) => fs.realpath(path),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
  rmdir: (path) => fs.rmdir(path),
  mkdir: (path, mode) => fs.mkdir(path, mode),
  symlink: (to, path) => fs.symlink(to, path),
  free: async (path) => {
    const { bavail, bsize } = await fs.statfs(path)
    return bavail * bsize
  }
}
