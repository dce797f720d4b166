import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemOf } from '../../domain/problem'
import { smallDisk } from '../testing/small-disk'
import { systemIo, type Io, type IoHandle } from './io'
import { createFiles } from './local-files'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'backstep-files-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const files = createFiles()
const problem = async (work: Promise<unknown>) => work.then(() => { throw new Error('it did not fail') }, problemOf)
const leftovers = (where: string): string[] => readdirSync(where).filter((name) => name.includes('backstep-tmp'))

describe('reading', () => {
  it('answers null for a missing file', async () => expect(await files.read(join(folder, 'none'))).toBeNull())
  it('names a folder that is read as a file', async () => expect(await problem(files.read(folder))).toMatchObject({ code: 'is-a-folder', place: { file: folder } }))
  it('names a link to itself', async () => {
    symlinkSync('loop', join(folder, 'loop'))
    expect(await problem(files.read(join(folder, 'loop')))).toMatchObject({ code: 'link-loop' })
  })
  it('names a file used as a folder', async () => {
    writeFileSync(join(folder, 'f'), '')
    expect(await problem(files.read(join(folder, 'f/x')))).toMatchObject({ code: 'not-a-folder' })
  })
  it('reads more than one chunk', async () => {
    const big = Buffer.alloc(2_500_000, 'abc')
    writeFileSync(join(folder, 'big'), big)
    expect(big.equals((await files.read(join(folder, 'big')))!)).toBe(true)
    const parts: Buffer[] = []
    expect(await files.readChunks(join(folder, 'big'), (chunk) => parts.push(Buffer.from(chunk)))).toBe(true)
    expect([parts.length > 1, big.equals(Buffer.concat(parts))]).toEqual([true, true])
  })
  it('gives chunks that can be kept', async () => {
    const big = Buffer.alloc(2_500_000, 'abc')
    writeFileSync(join(folder, 'big'), big)
    const [kept, copied]: [Uint8Array[], Uint8Array[]] = [[], []]
    for await (const chunk of files.chunks(join(folder, 'big'))) kept.push(chunk)
    await files.readChunks(join(folder, 'big'), (chunk) => copied.push(chunk.slice()))
    expect([big.equals(Buffer.concat(kept)), big.equals(Buffer.concat(copied))]).toEqual([true, true])
  })
  it('reads a part, as much of it as there is', async () => {
    writeFileSync(join(folder, 'f'), 'abcdef')
    const part = async (start: number, end: number) => (await files.readPart(join(folder, 'f'), start, end))?.toString()
    expect([await part(1, 3), await part(4, 9), await part(9, 12)]).toEqual(['bc', 'ef', ''])
  })
  it('answers that a missing file has no chunks and no part', async () => {
    expect([await files.readChunks(join(folder, 'none'), () => undefined), await files.readPart(join(folder, 'none'), 0, 1)]).toEqual([false, null])
    expect(await problem(files.readChunks(folder, () => undefined))).toMatchObject({ code: 'is-a-folder' })
  })
})

describe('writing', () => {
  it('is 0600 when new and keeps the mode of what is there', async () => {
    const path = join(folder, 'f')
    await files.write(path, 'one')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    chmodSync(path, 0o644)
    await files.write(path, 'two')
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['two', 0o644])
    await files.write(path, 'three', { mode: 0o640 })
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })
  it('writes through a link and keeps the link', async () => {
    writeFileSync(join(folder, 'real'), 'one')
    symlinkSync('real', join(folder, 'link'))
    await files.write(join(folder, 'link'), 'two')
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('two')
  })
  it('refuses the files of SQLite, but not kept files that are named alike', async () => {
    mkdirSync(join(folder, '.deployments/manifests/d'), { recursive: true })
    for (const name of ['staging.lock', 'backstep.db', 'backstep.db-wal', 'backstep.db-shm']) {
      const path = join(folder, '.deployments', name)
      expect(await problem(files.read(path))).toMatchObject({ code: 'internal' })
      expect(await problem(files.write(path, ''))).toMatchObject({ code: 'internal' })
      expect(await problem(files.copy(path, join(folder, 'x')))).toMatchObject({ code: 'internal' })
      expect(await problem(files.sha256(path))).toMatchObject({ code: 'internal' })
    }
    await files.write(join(folder, '.deployments/manifests/d/yarn.lock'), 'x')
  })
  it('appends, and cuts', async () => {
    const path = join(folder, 'log')
    await files.append(path, 'a\n')
    await files.append(path, 'b\n', true)
    await files.truncate(path, 2)
    expect(readFileSync(path, 'utf8')).toBe('a\n')
  })
  it('copies with the mode', async () => {
    writeFileSync(join(folder, 'a'), 'x'.repeat(3_000_000))
    chmodSync(join(folder, 'a'), 0o640)
    await files.copy(join(folder, 'a'), join(folder, 'b'))
    expect(await files.sha256(join(folder, 'b'))).toEqual(await files.sha256(join(folder, 'a')))
  })
})

describe('a full disk', () => {
  it('keeps the old file and leaves nothing behind', async () => {
    const disk = smallDisk(256)
    try {
      const small = createFiles(disk.io)
      const path = join(disk.folder, 'registry.json')
      await small.write(path, 'good')
      expect(await problem(small.write(path, 'x'.repeat(400_000)))).toMatchObject({ code: 'disk-full', place: { file: path } })
      expect([readFileSync(path, 'utf8'), leftovers(disk.folder)]).toEqual(['good', []])
    } finally {
      disk.remove()
    }
  })
  it('takes back a half appended line', async () => {
    const disk = smallDisk(64)
    try {
      const small = createFiles(disk.io)
      const path = join(disk.folder, 'log')
      await small.append(path, 'first\n')
      expect(await problem(small.append(path, 'y'.repeat(200_000)))).toMatchObject({ code: 'disk-full' })
      expect(readFileSync(path, 'utf8')).toBe('first\n')
    } finally {
      disk.remove()
    }
  })
})

/** Fails the call number `at` with the code; counts the calls. */
function failing(at: number, code: string): { io: Io; calls: () => number } {
  let calls = 0
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          // Failing to close or to clean up loses nothing, and would hide the first error.
          if (name !== 'close' && name !== 'unlink' && calls++ === at) throw Object.assign(new Error(code), { code })
          const result: unknown = await Reflect.apply(value, object, args)
          return name === 'open' ? wrap(result as IoHandle) : result
        }
      }
    })
  return { io: wrap(systemIo), calls: () => calls }
}

describe('an error at every single call', () => {
  for (const code of ['ENOSPC', 'EIO'])
    it(`${code}: the old or the new file, whole, and no leftovers`, async () => {
      const path = join(folder, 'f')
      let failures = 0
      for (let at = 0; at < 100; at++) {
        writeFileSync(path, 'old')
        const { io, calls } = failing(at, code)
        const failed = await createFiles(io).write(path, 'new').then(() => false, () => true)
        if (!failed) expect(calls()).toBeLessThanOrEqual(at)
        failures += failed ? 1 : 0
        expect(['old', 'new']).toContain(readFileSync(path, 'utf8'))
        if (!failed) expect(readFileSync(path, 'utf8')).toBe('new')
        expect(leftovers(folder)).toEqual([])
        if (!failed) break
      }
      expect(failures).toBeGreaterThan(8)
    })
  it('notices a disk that gives back something else', async () => {
    const path = join(folder, 'f')
    writeFileSync(path, 'old')
    const lying: Io = {
      ...systemIo,
      async open(name, how, mode) {
        const handle = await systemIo.open(name, how, mode)
        return how === 'create' ? { ...handle, write: (bytes, offset) => handle.write(Buffer.from(bytes).fill(0, 1, 2), offset) } : handle
      }
    }
    expect(await problem(createFiles(lying).write(path, 'new'))).toMatchObject({ code: 'write-not-verified' })
    expect(readFileSync(path, 'utf8')).toBe('old')
  })
})

describe('files that are written together', () => {
  const names = ['a', 'below/b', 'below/deep/c']
  async function writeAll(io: Io, base: string): Promise<void> {
    const many = createFiles(io).together()
    for (const name of names) {
      await many.makeFolder(join(base, name, '..'))
      await many.write(join(base, name), name)
    }
    await many.settle()
  }
  it('last, each of them and its folder, once they are settled, and not before', async () => {
    const [synced, folders] = [new Set<string>(), new Set<string>()]
    const io: Io = {
      ...systemIo,
      async open(path, how, mode) {
        const handle = await systemIo.open(path, how, mode)
        return { ...handle, sync: () => handle.sync().then(() => void (how === 'folder' ? folders : synced).add(path)) }
      }
    }
    const many = createFiles(io).together()
    await many.makeFolder(join(folder, 'new/below'))
    await many.write(join(folder, 'new/below/b'), 'b')
    expect([synced.size, folders.size]).toEqual([0, 0])
    await many.settle()
    expect([[...synced], [...folders].sort()]).toEqual([[join(folder, 'new/below/b')], [folder, join(folder, 'new'), join(folder, 'new/below')]])
  })
  for (const code of ['ENOSPC', 'EIO'])
    it(`${code} at any call: never settled without being whole, and no leftovers`, async () => {
      let failures = 0
      for (let at = 0; at < 300; at++) {
        const base = join(folder, String(at))
        mkdirSync(base)
        const failed = await writeAll(failing(at, code).io, base).then(() => false, () => true)
        if (!failed) expect(names.map((name) => readFileSync(join(base, name), 'utf8'))).toEqual(names)
        expect(readdirSync(base, { recursive: true }).filter((name) => String(name).includes('backstep-tmp'))).toEqual([])
        failures += failed ? 1 : 0
        if (!failed) break
      }
      expect(failures).toBeGreaterThan(30)
    })
  it('are read again when they are settled', async () => {
    const many = files.together()
    await many.write(join(folder, 'a'), 'new')
    writeFileSync(join(folder, 'a'), 'old')
    expect(await problem(many.settle())).toMatchObject({ code: 'write-not-verified', place: { file: join(folder, 'a') } })
  })
})

it('writes what need not last without waiting for the disk', async () => {
  let syncs = 0
  const io: Io = {
    ...systemIo,
    async open(path, how, mode) {
      const handle = await systemIo.open(path, how, mode)
      return { ...handle, sync: () => handle.sync().then(() => { syncs += 1 }) }
    }
  }
  const counted = async (lasts: 'name' | 'content' | 'none'): Promise<number> => {
    const before = syncs
    await createFiles(io).write(join(folder, 'f'), lasts, { lasts })
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(lasts)
    return syncs - before
  }
  expect([await counted('name'), await counted('content'), await counted('none')]).toEqual([2, 1, 0])
})

describe('folders and links', () => {
  it('creates folders, 0700', async () => {
    await files.makeFolder(join(folder, 'a/b/c'))
    expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o700)
    await files.makeFolder(join(folder, 'a/b/c'))
    writeFileSync(join(folder, 'a/file'), '')
    expect(await problem(files.makeFolder(join(folder, 'a/file/x')))).toMatchObject({ code: 'not-a-folder' })
  })
  it('swaps a link, and never a file', async () => {
    const path = join(folder, 'current')
    await files.link(path, 'v1')
    await files.link(path, 'v2')
    expect(readlinkSync(path)).toBe('v2')
    writeFileSync(join(folder, 'file'), 'keep')
    expect(await problem(files.link(join(folder, 'file'), 'v1'))).toMatchObject({ code: 'not-a-link' })
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('keep')
  })
  it('removes what is listed, and then the empty folders', async () => {
    const kept = join(folder, 'snap')
    mkdirSync(join(kept, 'config/deep'), { recursive: true })
    for (const name of ['a', 'config/b', 'config/deep/c', 'stranger']) writeFileSync(join(kept, name), '')
    await files.removeListed(kept, ['a', 'config/b', 'config/deep/c', 'config/gone'])
    expect(readdirSync(kept)).toEqual(['stranger'])
    await files.removeListed(kept, ['stranger'])
    expect(existsSync(kept)).toBe(false)
  })
  it('removes folders that are named and empty, and no other', async () => {
    const kept = join(folder, 'snap')
    for (const name of ['a/b', 'c', 'd']) mkdirSync(join(kept, name), { recursive: true })
    writeFileSync(join(kept, 'c/stranger'), '')
    await files.removeListed(kept, [], ['a', 'a/b', 'c', 'gone'])
    expect(readdirSync(kept).sort()).toEqual(['c', 'd'])
    expect(await problem(files.removeListed(kept, [], ['../snap']))).toMatchObject({ code: 'outside-folder' })
  })
  it('removes nothing outside, also not through a link', async () => {
    mkdirSync(join(folder, 'snap'))
    mkdirSync(join(folder, 'other'))
    writeFileSync(join(folder, 'other/precious'), '')
    symlinkSync(join(folder, 'other'), join(folder, 'snap/way'))
    for (const name of ['../other/precious', 'way/precious', '..'])
      expect(await problem(files.removeListed(join(folder, 'snap'), [name]))).toMatchObject({ code: 'outside-folder' })
    expect(existsSync(join(folder, 'other/precious'))).toBe(true)
  })
  it('knows the free space of a folder that is not there yet', async () => expect(await files.free(join(folder, 'x/y'))).toBeGreaterThan(0))
  it('renames and removes', async () => {
    await files.write(join(folder, 'a'), 'x')
    await files.rename(join(folder, 'a'), join(folder, 'b'))
    await files.remove(join(folder, 'b'))
    await files.remove(join(folder, 'b'))
    expect(readdirSync(folder)).toEqual([])
  })
})
