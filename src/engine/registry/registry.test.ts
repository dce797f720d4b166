import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../domain/canonical'
import { addRecord, emptyRegistry } from '../../domain/registry/edit'
import type { Files } from '../files/files'
import { createFiles } from '../files/local-files'
import { waitForLock } from '../lock/os-lock'
import { projectPaths } from '../paths'
import { problem } from '../testing/problem'
import { smallDisk } from '../testing/small-disk'
import { createRegistryFile, type RegistryFile } from './registry'

let project: string
beforeEach(() => { project = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-registry-'))) })
afterEach(() => rmSync(project, { recursive: true, force: true }))

const clock = { now: () => new Date('2026-11-22T10:00:00.000Z') }
const NOW = '2026-11-22T10:00:00.000Z'
const open = (files: Files = createFiles(), at = project): RegistryFile => createRegistryFile(at, files, clock)
const path = (): string => projectPaths(project).registry
const record = (id: string) => ({ id, environment: 'staging', version: 'v1', timestamp: NOW, status: 'success', ticket: `T-${id}` })
const add = (id: string) => (text: string | null): string => addRecord(text ?? emptyRegistry(project, NOW), record(id), {}, NOW)
const ids = async (file: RegistryFile) => (await file.read()).registry.deployments.map((deployment) => deployment.id)
const copies = (): string[] => readdirSync(projectPaths(project).backups).filter((name) => name.startsWith('deployment-registry')).sort()
/** A file that is old, so that nobody may still be writing it. */
function put(content: string | Uint8Array): void {
  mkdirSync(join(project, '.deployments'), { recursive: true })
  writeFileSync(path(), content)
  utimesSync(path(), 1e9, 1e9)
}

describe('reading', () => {
  it('takes a missing file for an empty registry, and creates nothing', async () => {
    const { registry, text } = await open().read()
    expect({ registry, text: await text() }).toEqual({ text: null, registry: { version: '1.0.0', projectPath: project, lastUpdated: null, deployments: [], digest: null } })
    expect(readdirSync(project)).toEqual([])
  })
  it('sees what another tool writes, and reads an unchanged file once', async () => {
    let reads = 0
    const files = createFiles()
    const file = open({ ...files, readChunks: (name, take) => (reads++, files.readChunks(name, take)) })
    put(add('d1')(null))
    expect([...(await Promise.all([ids(file), ids(file)])), await ids(file), reads]).toEqual([['d1'], ['d1'], ['d1'], 1])
    put(add('d2')(readFileSync(path(), 'utf8')))
    expect([await ids(file), reads]).toEqual([['d1', 'd2'], 2])
  })
  it('reads many chunks without ever having the whole text in memory', async () => {
    const records = Array.from({ length: 12_000 }, (_, n) => ({ ...record(`d${n}`), commit: `${n}`.padStart(40, '0') }))
    put(JSON.stringify({ ...JSON.parse(emptyRegistry(project, NOW)), deployments: records }, null, 2))
    const file = open({ ...createFiles(), read: async () => { throw new Error('it was read whole') } })
    expect(await ids(file)).toEqual(records.map(({ id }) => id))
    expect(JSON.parse((await file.otherFields('d7000')) ?? '')).toEqual({ ticket: 'T-d7000' })
  })
  it.each([['empty', ''], ['cut', '{"version":"1.0.0","deployments":[{"id'], ['no JSON', 'oops']])('never takes a damaged file for an empty one: %s', async (_what, content) => {
    put(content)
    expect(await problem(open().read())).toMatchObject({ code: 'registry-damaged', place: { file: path(), byte: expect.any(Number) } })
    expect(await problem(open().write(add('d1')))).toMatchObject({ code: 'registry-damaged' })
    expect(readFileSync(path(), 'utf8')).toBe(content)
  })
  it('waits for another tool that is in the middle of writing', async () => {
    const whole = add('d1')(null)
    put(whole.slice(0, 60))
    utimesSync(path(), new Date(), new Date())
    const reading = ids(open())
    const files = createFiles()
    await files.read(path())
    writeFileSync(path(), whole)
    expect(await reading).toEqual(['d1'])
  })
  it('shows the fields that it does not know', async () => {
    const file = open()
    await file.write(add('d1'))
    expect([JSON.parse((await file.otherFields('d1'))!), await file.otherFields('none')]).toEqual([{ ticket: 'T-d1' }, null])
  })
  it('finds them among thousands, wherever they stand, and however the list is spelled', async () => {
    const records = Array.from({ length: 3000 }, (_, n) => record(`é${n}`))
    const written = JSON.stringify({ deployments: records }, null, 1)
    const file = open()
    for (const content of [written, written.replace('"deployments"', '"deploym\\u0065nts"')]) {
      put(content)
      for (const { id } of [records[0]!, records[1700]!, records[2999]!]) expect(JSON.parse((await file.otherFields(id))!)).toEqual({ ticket: `T-${id}` })
    }
  })
  it('reads the record again that another tool has moved meanwhile', async () => {
    const files = createFiles()
    put(JSON.stringify({ deployments: [record('d1'), record('d2')] }))
    let moves = 1
    const file = open({ ...files, readPart: (name, start, end) => {
      if (moves-- > 0) put(JSON.stringify({ deployments: [record('d0'), record('d1'), record('d2')] }))
      return files.readPart(name, start, end)
    } })
    expect(JSON.parse((await file.otherFields('d2'))!)).toEqual({ ticket: 'T-d2' })
  })
  it('edits what another tool has written since it was read', async () => {
    const files = createFiles()
    put(add('d1')(null))
    let writes = 0
    const file = open({ ...files, read: (name) => {
      if (name === path() && writes++ < 2) put(add(`theirs-${writes}`)(readFileSync(path(), 'utf8')))
      return files.read(name)
    } })
    await file.write(add('ours'))
    expect(await ids(file)).toEqual(['d1', 'theirs-1', 'theirs-2', 'ours'])
  })
})

describe('writing', () => {
  it('creates .gitignore first, so that git takes only the registry', async () => {
    const file = open()
    execFileSync('git', ['init', '-q', project])
    await file.write(add('d1'))
    for (const name of ['backstep.db', 'project.key', 'a.schema.json']) writeFileSync(join(project, '.deployments', name), '')
    execFileSync('git', ['-C', project, 'add', '.'])
    expect(execFileSync('git', ['-C', project, 'ls-files'], { encoding: 'utf8' }).trim().split('\n')).toEqual(['.gitignore', 'a.schema.json', 'deployment-registry.json'].map((name) => `.deployments/${name}`))
  })
  it('changes nothing outside the record, and answers what is there now', async () => {
    put(`\ufeff{"mine":1.10,\r\n"version":"1.0.0","lastUpdated":"${NOW}","deployments":[ ]}`)
    const written = await open().write(add('d1'))
    expect(written.registry.deployments).toHaveLength(1)
    expect(readFileSync(path(), 'utf8')).toBe(await written.text())
    expect((await written.text())?.startsWith('\ufeff{"mine":1.10,\r\n')).toBe(true)
  })
  it('refuses an edit that could not be read again', async () => {
    const file = open()
    await file.write(add('d1'))
    const before = readFileSync(path(), 'utf8')
    expect(await problem(file.write((text) => `${text}}`))).toMatchObject({ code: 'registry-damaged' })
    expect(await problem(file.write(() => { throw new Error('edit') }))).toMatchObject({ message: 'edit' })
    expect(readFileSync(path(), 'utf8')).toBe(before)
    await file.write(add('d2'))
  })
  it('writes through a link, keeps its mode, and keeps the link', async () => {
    put(add('d1')(null))
    const real = join(project, 'elsewhere.json')
    writeFileSync(real, readFileSync(path()))
    chmodSync(real, 0o664)
    rmSync(path())
    symlinkSync(real, path())
    await open().write(add('d2'))
    expect([lstatSync(path()).isSymbolicLink(), statSync(real).mode & 0o777, await ids(open())]).toEqual([true, 0o664, ['d1', 'd2']])
  })
  it('loses no record of several writers', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `d${n}`)
    const writers = [open(), open(), open()]
    await Promise.all(names.map((name, n) => writers[n % 3]!.write(add(name))))
    expect((await ids(open())).sort()).toEqual(names.sort())
  })
  it('waits for the one who writes', async () => {
    const file = open()
    await file.prepare()
    const lock = await waitForLock(projectPaths(project).registryLock, 0)
    const writing = file.write(add('d1'))
    const early = await Promise.race([writing.then(() => 'written'), file.read().then(() => 'not yet')])
    lock!.release()
    await writing
    expect([early, await ids(file)]).toEqual(['not yet', ['d1']])
  })
  it('keeps the old file on a full disk, and writes once there is room', async () => {
    const disk = smallDisk(512)
    try {
      const files = createFiles(disk.io)
      const file = open(files, disk.folder)
      const long = (text: string | null): string => addRecord(text ?? emptyRegistry(project, NOW), { ...record('big'), note: 'x'.repeat(600_000) }, {}, NOW)
      await file.write(add('d1'))
      const before = readFileSync(projectPaths(disk.folder).registry, 'utf8')
      expect(await problem(file.write(long))).toMatchObject({ code: 'disk-full' })
      expect(readFileSync(projectPaths(disk.folder).registry, 'utf8')).toBe(before)
      expect(await ids(file)).toEqual(['d1'])
      expect(readdirSync(join(disk.folder, '.deployments')).filter((name) => name.includes('tmp'))).toEqual([])
      if (disk.mounted) execFileSync('mount', ['-o', 'remount,size=8m', disk.folder])
      await open(disk.mounted ? files : createFiles(), disk.folder).write(add('d2'))
      expect(await ids(file)).toEqual(['d1', 'd2'])
    } finally {
      disk.remove()
    }
  })
})

describe('copies', () => {
  it('keeps the newest five good ones, each content once', async () => {
    const file = open()
    for (let n = 1; n <= 8; n++) await file.write(add(`d${n}`))
    await file.write((text) => text ?? '')
    expect(copies()).toHaveLength(5)
    expect(readFileSync(join(projectPaths(project).backups, copies().at(-1)!), 'utf8')).toBe(readFileSync(path(), 'utf8'))
    expect(statSync(projectPaths(project).backups).mode & 0o777).toBe(0o700)
  })
  it('also keeps what another tool wrote before it is changed', async () => {
    put(add('theirs')(null))
    await open().write(add('ours'))
    expect(copies().map((name) => readFileSync(join(projectPaths(project).backups, name), 'utf8').includes('ours'))).toEqual([false, true])
  })
  it('names the newest whole one when the file is damaged, and puts it back', async () => {
    const file = open()
    for (const name of ['d1', 'd2', 'd3']) await file.write(add(name))
    const [, second, newest] = copies().slice(-3)
    writeFileSync(join(projectPaths(project).backups, newest!), 'rotten')
    put('{"deploy')
    const found = await problem(file.read())
    expect(found).toMatchObject({ code: 'registry-damaged', next: expect.stringContaining('A good copy from 22 Nov 10:00 UTC exists, with 2 deployments') })
    const digest = sha256Hex('{"deploy')
    expect(await problem(file.restoreCopy(newest!, digest))).toMatchObject({ code: 'copy-damaged' })
    expect(await problem(file.restoreCopy('../../../etc/passwd', digest))).toMatchObject({ code: 'copy-damaged' })
    expect(await problem(file.restoreCopy(second!, sha256Hex('other')))).toMatchObject({ code: 'registry-changed' })
    expect(await problem(file.restoreCopy(second!, null))).toMatchObject({ code: 'registry-changed' })
    expect(readFileSync(path(), 'utf8')).toBe('{"deploy')
    const { keptAs } = await file.restoreCopy(second!, digest)
    expect(await ids(file)).toEqual(['d1', 'd2'])
    expect([keptAs?.includes('/damaged.'), readFileSync(keptAs!, 'utf8')]).toEqual([true, '{"deploy'])
  })

  it('says that a file is gone of which there are copies: nothing is recorded into an empty one', async () => {
    const file = open()
    for (const name of ['d1', 'd2']) await file.write(add(name))
    rmSync(path())
    expect(await problem(file.read())).toMatchObject({ code: 'registry-missing', next: expect.stringContaining('with 2 deployments') })
    expect(await problem(file.write(add('d3')))).toMatchObject({ code: 'registry-missing' })
    expect([existsSync(path()), copies().length]).toEqual([false, 2])
    expect(await file.restoreCopy(copies().at(-1)!, null)).toMatchObject({ keptAs: null, registry: { deployments: [{ id: 'd1' }, { id: 'd2' }] } })
    rmSync(path())
    rmSync(projectPaths(project).backups, { recursive: true })
    await file.write(add('d3'))
    expect(await ids(file)).toEqual(['d3'])
  })

  it('puts no copy over what a newer tool wrote, and keeps what is whole under another name', async () => {
    const file = open()
    await file.write(add('d1'))
    const [copy] = copies()
    const newer = '{"version":"2.0.0","deployments":[]}'
    put(newer)
    expect(await problem(file.restoreCopy(copy!, sha256Hex(newer)))).toMatchObject({ code: 'registry-newer' })
    const emptied = '{"version":"1.0.0","deployments":[]}'
    put(emptied)
    expect((await file.restoreCopy(copy!, sha256Hex(emptied))).keptAs).toContain('/replaced.')
    expect(await ids(file)).toEqual(['d1'])
  })
})
