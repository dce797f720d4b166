import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../testing/problem'
import { systemIo } from './io'
import { createFiles } from './local-files'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'backstep-files-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const files = createFiles()

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
  it('neither waits for a pipe nor reads a device', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    symlinkSync('/dev/zero', join(folder, 'zeros'))
    for (const name of ['pipe', 'zeros']) {
      const refused = { code: 'not-a-file', place: { file: join(folder, name) } }
      expect(await problem(files.read(join(folder, name)))).toMatchObject(refused)
      expect(await problem(files.append(join(folder, name), 'x'))).toMatchObject(refused)
      expect(await problem(files.sha256(join(folder, name)))).toMatchObject(refused)
    }
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
  it('says which file it was also where only closing it fails', async () => {
    const path = join(folder, 'f')
    writeFileSync(path, 'abc')
    const failing = createFiles({ ...systemIo, open: async (...how) => ({ ...(await systemIo.open(...how)), close: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) }) })
    const all = async (): Promise<void> => { for await (const _ of failing.chunks(path)) { /* Only to its end. */ } }
    for (const work of [() => failing.read(path), all, () => failing.sha256(path), () => failing.copy(path, join(folder, 'g'))]) expect(await problem(work())).toMatchObject({ code: 'io-error' })
    expect(await problem(all())).toMatchObject({ place: { file: path } })
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
