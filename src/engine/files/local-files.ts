import { dirname, resolve, sep } from 'node:path'
import { fail } from '../../domain/problem'
import type { ProcessId } from '../hosts/host'
import { chunksOf, hashOf, replaceFile, syncFolder, writeAll, type Disk } from './atomic'
import { databaseFiles } from './database-file'
import { createFolders, removeListed } from './folders'
import type { Files, FilesTogether } from './files'
import { refuseSqlite } from './guard'
import { systemIo, type Io } from './io'
import { settle, type Later } from './later'
import { about, codeOf, fileProblem, orMissing } from './problems'
import { temporaryName } from './temporary-name'

/** The files of this machine. `io` is replaced by tests that make the disk fail; `writer` is named by what it has not finished writing. */
export const createFiles = (io: Io = systemIo, writer: () => ProcessId | null = () => null): Files => filesOn({ io, writer })

function filesOn(disk: Disk): Files {
  const { io, later } = disk
  const guarded = <T>(path: string, verb: string, work: () => Promise<T>): Promise<T> =>
    about(path, verb, async () => {
      refuseSqlite(path)
      return work()
    })
  return {
    read: (path) => guarded(path, 'read', () => orMissing(readWhole(io, path))),
    readChunks: (path, take) => guarded(path, 'read', async () => (await orMissing(eachChunk(io, path, take))) !== null),
    readPart: (path, start, end) => guarded(path, 'read', () => orMissing(part(io, path, start, end))),
    chunks: (path) => chunksAt(io, path),
    write: (path, content, options) =>
      guarded(path, 'written', () => replaceFile(disk, path, [typeof content === 'string' ? Buffer.from(content) : content], options)),
    writeChunks: (path, chunks, options) => guarded(path, 'written', () => replaceFile(disk, path, chunks, options)),
    append: (path, content, sync = false) => guarded(path, 'written', () => append(io, path, Buffer.from(content), sync)),
    truncate: (path, size) => guarded(path, 'written', () => truncate(io, path, size)),
    remove: (path) => guarded(path, 'removed', () => remove(io, path)),
    makeFolder: (path, mode = 0o700) => about(path, 'created', () => createFolders(io, resolve(path), mode, later)),
    copy: async (from, to, mode) => {
      const source = await guarded(from, 'read', () => io.open(from, 'read'))
      try {
        await guarded(to, 'written', async () => replaceFile(disk, to, chunksOf(source), { mode: mode ?? (await source.stat()).mode }))
      } finally {
        await about(from, 'read', () => source.close())
      }
    },
    link: (path, to) => about(path, 'linked', () => link(disk, path, to)),
    rename: (from, to) => guarded(from, 'renamed', () => rename(io, from, to)),
    removeListed: (folder, files, folders) => about(folder, 'removed', () => removeListed(io, resolve(folder), files, folders)),
    together: () => together(disk),
    sha256: (path) => guarded(path, 'read', () => digest(io, path)),
    free: (path) => about(path, 'read', () => freeBytes(io, resolve(path))),
    databases: databaseFiles(io)
  }
}

function together(disk: Disk): FilesTogether {
  const later: Later = { files: new Map(), folders: new Set() }
  return { ...filesOn({ ...disk, later }), settle: () => settle(disk.io, later) }
}

async function readWhole(io: Io, path: string): Promise<Buffer> {
  const parts: Buffer[] = []
  await eachChunk(io, path, (chunk) => parts.push(Buffer.from(chunk)))
  return Buffer.concat(parts)
}

async function eachChunk(io: Io, path: string, take: (chunk: Uint8Array) => void): Promise<true> {
  const handle = await io.open(path, 'read')
  try {
    for await (const chunk of chunksOf(handle)) take(chunk)
    return true
  } finally {
    await handle.close()
  }
}

async function part(io: Io, path: string, start: number, end: number): Promise<Buffer> {
  const handle = await io.open(path, 'read')
  try {
    const bytes = Buffer.alloc(end - start)
    let have = 0
    for (let count = -1; count !== 0 && have < bytes.length; have += count) count = await handle.read(bytes.subarray(have), start + have)
    return bytes.subarray(0, have)
  } finally {
    await handle.close()
  }
}

async function* chunksAt(io: Io, path: string): AsyncGenerator<Uint8Array> {
  refuseSqlite(path)
  const handle = await about(path, 'read', () => io.open(path, 'read'))
  try {
    for await (const chunk of chunksOf(handle)) yield chunk.slice()
  } catch (error) {
    throw fileProblem(error, path, 'read')
  } finally {
    await about(path, 'read', () => handle.close())
  }
}

/** A line that did not fit is taken back, so that the next one does not continue it. */
async function append(io: Io, path: string, bytes: Uint8Array, sync: boolean): Promise<void> {
  const handle = await io.open(path, 'append', 0o600)
  try {
    const before = (await handle.stat()).size
    await writeAll(handle, bytes).catch(async (error: unknown) => {
      await handle.truncate(before).catch(() => undefined)
      throw error
    })
    if (sync) await handle.sync()
    if (sync && before === 0) await syncFolder(io, dirname(path))
  } finally {
    await handle.close()
  }
}

async function truncate(io: Io, path: string, size: number): Promise<void> {
  const handle = await io.open(path, 'append', 0o600)
  try {
    await handle.truncate(size)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function remove(io: Io, path: string): Promise<void> {
  if ((await orMissing(io.unlink(path).then(() => true))) === null) return
  await syncFolder(io, dirname(path))
}

async function link({ io, writer }: Disk, path: string, to: string): Promise<void> {
  const old = await orMissing(io.lstat(path))
  if (old && old.kind !== 'link') throw fail('not-a-link', `${path} is not a symbolic link, so it is not replaced by one.`, 'Move it away, or set another path for the link.', { place: { file: path } })
  const temporary = temporaryName(path, writer())
  try {
    await io.symlink(to, temporary)
    await io.rename(temporary, path)
  } catch (error) {
    await io.unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(io, dirname(path))
}

async function rename(io: Io, from: string, to: string): Promise<void> {
  await about(to, 'written', async () => {
    refuseSqlite(to)
    await io.rename(from, to)
  })
  await syncFolder(io, dirname(to))
  if (dirname(from) !== dirname(to)) await syncFolder(io, dirname(from))
}

async function digest(io: Io, path: string): Promise<{ sha256: string; bytes: number; mode: number }> {
  const handle = await io.open(path, 'read')
  try {
    return { ...(await hashOf(handle)), mode: (await handle.stat()).mode }
  } finally {
    await handle.close()
  }
}

async function freeBytes(io: Io, path: string): Promise<number> {
  try {
    return await io.free(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || path === sep) throw error
    return freeBytes(io, dirname(path))
  }
}
