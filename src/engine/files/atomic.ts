/** Replacing a file so that after any error, crash or full disk either the old or the new content is there, whole. */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { fail } from '../../domain/problem'
import type { ProcessId } from '../hosts/host'
import type { WriteOptions } from './files'
import type { Io, IoHandle } from './io'
import type { Later } from './later'
import { codeOf, orMissing } from './problems'
import { temporaryName } from './temporary-name'

const CHUNK = 1 << 20
/** Most files are small: a buffer of the full size for each would keep the garbage collector busy. */
const FIRST_CHUNK = 1 << 16

/** A short write is no error to the system: only the loop sees it. */
export async function writeAll(handle: IoHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    const taken = await handle.write(bytes, offset)
    if (taken <= 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' })
    offset += taken
  }
}

export async function syncFolder(io: Io, folder: string): Promise<void> {
  const handle = await io.open(folder, 'folder')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Every chunk of an open file, in order. The chunk is only valid until the next one: who keeps it takes a copy with `slice`, which of
 * a Buffer would be none.
 */
export async function* chunksOf(handle: IoHandle): AsyncGenerator<Uint8Array> {
  let buffer = new Uint8Array(FIRST_CHUNK)
  for (let position = 0; ; ) {
    const count = await handle.read(buffer, position)
    if (count === 0) return
    position += count
    yield buffer.subarray(0, count)
    if (count === buffer.length && count < CHUNK) buffer = new Uint8Array(CHUNK)
  }
}

export async function hashOf(handle: IoHandle): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunksOf(handle)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Where a write must go: a symbolic link stays, and the file that it points at is replaced. */
async function throughLink(io: Io, path: string): Promise<string> {
  const stat = await orMissing(io.lstat(path))
  return stat?.kind === 'link' ? io.realpath(path) : path
}

/** A service that runs as another user must still be able to read its file. */
async function keepOwner(io: Io, handle: IoHandle, path: string): Promise<void> {
  const old = await orMissing(io.stat(path))
  if (!old) return
  const now = await handle.stat()
  if (old.uid === now.uid && old.gid === now.gid) return
  await handle.chown(old.uid, old.gid).catch((error: unknown) => {
    if (codeOf(error) !== 'EPERM') throw error
  })
}

export interface Hash { readonly sha256: string; readonly bytes: number }
type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

async function fill(io: Io, temporary: string, path: string, mode: number, chunks: Chunks, sync: boolean): Promise<Hash> {
  const handle = await io.open(temporary, 'create', mode)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      await writeAll(handle, chunk)
    }
    await keepOwner(io, handle, path)
    await handle.chmod(mode)
    if (sync) await handle.sync()
    const written = { sha256: hash.digest('hex'), bytes }
    await verify(handle, path, written)
    return written
  } finally {
    await handle.close()
  }
}

/** The file holds what it was given. */
export async function verify(handle: IoHandle, path: string, wanted: Hash): Promise<void> {
  const found = (await handle.stat()).size === wanted.bytes ? await hashOf(handle) : null
  if (found?.sha256 === wanted.sha256) return
  throw fail('write-not-verified', `${path} was not written: the disk gave back something else than it was given. The old file is unchanged.`, 'Check the disk and its free space.', { place: { file: path } })
}

export interface Disk {
  readonly io: Io
  /** Who writes; null when nobody asks afterwards. */
  readonly writer: () => ProcessId | null
  /** Set: nothing is synced, and what is to be is noted there. */
  readonly later?: Later
}

/** Writes beside, syncs, reads back, and only then renames; the folder is synced last. */
export async function replaceFile({ io, writer, later }: Disk, path: string, chunks: Chunks, options: WriteOptions = {}): Promise<void> {
  const { lasts = 'name' } = options
  const target = await throughLink(io, path)
  const temporary = temporaryName(target, writer())
  const bits = options.mode ?? (await orMissing(io.stat(target)))?.mode ?? 0o600
  try {
    const written = await fill(io, temporary, target, bits, chunks, !later && lasts !== 'none')
    await io.rename(temporary, target)
    later?.files.set(target, written)
  } catch (error) {
    await io.unlink(temporary).catch(() => undefined)
    throw error
  }
  if (later) later.folders.add(dirname(target))
  else if (lasts === 'name') await syncFolder(io, dirname(target))
}
