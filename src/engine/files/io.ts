/**
 * The system calls under `Files`, in one small interface, so that a test can drop, tear or fail any of them.
 *
 * A call that is over in microseconds is made here and now: handed to another thread and back, it takes ten times as long, and writing one
 * small file is a dozen of them. What may take longer holds up nothing else: syncing, large reads and writes, removing.
 */
import fs, { constants } from 'node:fs'
import { statfs, unlink } from 'node:fs/promises'
import { promisify } from 'node:util'
import { requireOrdinary } from './ordinary'

export interface IoStat {
  /** The same for two names of one file, and for nothing else. */
  readonly file: string
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
  /** A second name for a file. */
  link(path: string, second: string): Promise<void>
  /** Bytes free for this user. */
  free(path: string): Promise<number>
}

function kindOf(stats: fs.Stats): IoStat['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
const toStat = (stats: fs.Stats): IoStat =>
  ({ file: `${stats.dev}:${stats.ino}`, kind: kindOf(stats), size: Number(stats.size), mode: Number(stats.mode) & 0o7777, uid: Number(stats.uid), gid: Number(stats.gid) })

const FLAGS = {
  read: constants.O_RDONLY,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  append: constants.O_RDWR | constants.O_CREAT | constants.O_APPEND,
  folder: constants.O_RDONLY | constants.O_DIRECTORY
}

/** Up to this many bytes are read and written at once. */
const SMALL = 1 << 16
const later = { read: promisify(fs.read), write: promisify(fs.write), sync: promisify(fs.fsync) }

async function open(path: string, how: keyof typeof FLAGS, mode?: number): Promise<IoHandle> {
  if (how === 'read' || how === 'append') requireOrdinary(path)
  const file = fs.openSync(path, FLAGS[how], mode)
  return {
    write: async (bytes, offset) => {
      const length = bytes.length - offset
      return length <= SMALL ? fs.writeSync(file, bytes, offset, length) : (await later.write(file, bytes, offset, length, null)).bytesWritten
    },
    read: async (into, position) =>
      into.length <= SMALL ? fs.readSync(file, into, 0, into.length, position) : (await later.read(file, into, 0, into.length, position)).bytesRead,
    stat: async () => toStat(fs.fstatSync(file)),
    truncate: async (size) => fs.ftruncateSync(file, size),
    chmod: async (bits) => fs.fchmodSync(file, bits),
    chown: async (uid, gid) => fs.fchownSync(file, uid, gid),
    sync: () => later.sync(file),
    close: async () => fs.closeSync(file)
  }
}

/** The real file system. */
export const systemIo: Io = {
  open,
  stat: async (path) => toStat(fs.statSync(path)),
  lstat: async (path) => toStat(fs.lstatSync(path)),
  realpath: async (path) => fs.realpathSync.native(path),
  rename: async (from, to) => fs.renameSync(from, to),
  unlink,
  rmdir: async (path) => fs.rmdirSync(path),
  mkdir: async (path, mode) => { fs.mkdirSync(path, mode) },
  symlink: async (to, path) => fs.symlinkSync(to, path),
  link: async (path, second) => fs.linkSync(path, second),
  free: async (path) => {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  }
}
