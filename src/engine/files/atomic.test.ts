import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../testing/problem'
import { smallDisk } from '../testing/small-disk'
import { systemIo, type Io, type IoHandle } from './io'
import { createFiles } from './local-files'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'backstep-files-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const files = createFiles()
const leftovers = (where: string): string[] => readdirSync(where).filter((name) => name.includes('backstep-tmp'))

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
