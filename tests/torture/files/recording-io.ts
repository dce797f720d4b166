/** The system's own calls, told to a model of the disk; at one of them the power goes. */
import * as fs from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { systemIo, type Io, type IoHandle } from '../../../src/engine/files/io'
import type { DiskModel, Entry } from './disk-model'

const NONE: Entry = { kind: 'none' }

/** `step` is called after each call that changes something. `held`: a folder of the same disk for files that lose their last name. */
export function recordingIo(model: DiskModel, held: string, step: () => void): Io {
  const entryOf = (path: string): Entry => {
    const stats = fs.lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return NONE
    if (stats.isSymbolicLink()) return { kind: 'link', to: fs.readlinkSync(path) }
    return stats.isDirectory() ? { kind: 'folder', folder: stats.ino } : { kind: 'file', file: stats.ino }
  }
  /** Before it is replaced or removed: what a disk that has lost that change still has. */
  const keep = (path: string): Entry => {
    const entry = entryOf(path)
    if (entry.kind === 'file') {
      const second = join(held, String(entry.file))
      if (!fs.existsSync(second)) fs.linkSync(path, second)
      model.hold(entry.file, second)
    }
    return entry
  }
  const changed = (operation: number, path: string, from: Entry, to: Entry): void => model.change(operation, dirname(resolve(path)), basename(path), from, to)
  const after = async <T>(work: Promise<T>, record: (answer: T) => void): Promise<T> => {
    const answer = await work
    record(answer)
    step()
    return answer
  }

  return {
    ...systemIo,
    async open(path, how, mode) {
      const before = how === 'create' || how === 'append' ? entryOf(path) : NONE
      const handle = await systemIo.open(path, how, mode)
      if (how === 'folder') return { ...handle, sync: () => after(handle.sync(), () => model.folderSynced(resolve(path))) }
      const entry = entryOf(fs.realpathSync(path))
      if (entry.kind !== 'file') return handle
      // Syncing by a handle that only reads syncs the file all the same.
      if (how === 'read') return { ...handle, sync: () => after(handle.sync(), () => model.fileSynced(entry.file)) }
      model.know(entry.file, path)
      if (before.kind === 'none') {
        changed(model.tick(), path, NONE, entry)
        step()
      }
      return recordingHandle(handle, entry.file, path)
    },
    async rename(from, to) {
      const [source, target] = [entryOf(from), keep(to)]
      await after(systemIo.rename(from, to), () => {
        const operation = model.tick()
        changed(operation, to, target, source)
        changed(operation, from, source, NONE)
        if (source.kind === 'file') model.know(source.file, to)
      })
    },
    async unlink(path) {
      const entry = keep(path)
      await after(systemIo.unlink(path), () => changed(model.tick(), path, entry, NONE))
    },
    async rmdir(path) {
      const entry = entryOf(path)
      await after(systemIo.rmdir(path), () => changed(model.tick(), path, entry, NONE))
    },
    mkdir: (path, mode) => after(systemIo.mkdir(path, mode), () => changed(model.tick(), path, NONE, entryOf(path))),
    symlink: (to, path) => after(systemIo.symlink(to, path), () => changed(model.tick(), path, NONE, { kind: 'link', to })),
    link: (path, second) => after(systemIo.link(path, second), () => changed(model.tick(), second, NONE, entryOf(second)))
  }

  function recordingHandle(handle: IoHandle, file: number, path: string): IoHandle {
    // It is asked for before the first write since a sync, while its name still leads to it.
    const content = (): Buffer => fs.readFileSync(path)
    return {
      ...handle,
      async write(bytes, offset) {
        const before = content()
        return after(handle.write(bytes, offset), (taken) => model.write(file, before.length, bytes.subarray(offset, offset + taken), () => before))
      },
      async truncate(size) {
        const before = content()
        await after(handle.truncate(size), () => model.truncate(file, size, () => before))
      },
      sync: () => after(handle.sync(), () => model.fileSynced(file))
    }
  }
}
