/** The model of the disk itself: what it takes away is what was not synced, and nothing else. */
import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFiles } from '../../../src/engine/files/local-files'
import { temporaryFolder } from '../../../src/engine/testing/project'
import { systemIo } from '../../../src/engine/files/io'
import { random } from '../random'
import { DiskModel } from './disk-model'
import { isAtRisk, lose, LOSSES, type Loss } from './lose'
import { recordingIo } from './recording-io'

function disk() {
  const folder = temporaryFolder()
  const held = temporaryFolder()
  const model = new DiskModel()
  let steps = 0
  const io = recordingIo(model, held, () => { steps += 1 })
  return { folder, io, files: createFiles(io), model, steps: () => steps, after: (loss: Loss) => lose(model.atRisk(), loss, held, random('seed', loss)) }
}
const text = (folder: string, name: string): string | null => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null)

it.each(LOSSES)('keeps what was written as the engine writes it (%s)', async (loss) => {
  const { folder, files, model, after, steps } = disk()
  await files.write(join(folder, 'a'), 'one')
  await files.write(join(folder, 'a'), 'two')
  await files.makeFolder(join(folder, 'b/c'))
  await files.link(join(folder, 'l'), 'a')
  await files.rename(join(folder, 'a'), join(folder, 'b/c/a'))
  await files.append(join(folder, 'log'), 'line\n', true)
  expect(isAtRisk(model.atRisk())).toBe(false)
  after(loss)
  expect([text(folder, 'b/c/a'), text(folder, 'a'), readlinkSync(join(folder, 'l')), text(folder, 'log')]).toEqual(['two', null, 'a', 'line\n'])
  expect(steps()).toBeGreaterThan(15)
})

it.each(LOSSES)('keeps what was settled together (%s)', async (loss) => {
  const { folder, files, model, after } = disk()
  const together = files.together()
  await together.makeFolder(join(folder, 'snap/config'))
  await together.write(join(folder, 'snap/config/a'), 'one')
  expect(isAtRisk(model.atRisk())).toBe(true)
  await together.settle()
  expect(isAtRisk(model.atRisk())).toBe(false)
  after(loss)
  expect(text(folder, 'snap/config/a')).toBe('one')
})

it('takes back a replacement whose folder was not synced, with the very file that it replaced', async () => {
  const { folder, io, after } = disk()
  writeFileSync(join(folder, 'a'), 'old')
  const { ino } = statSync(join(folder, 'a'))
  await write(io, join(folder, 'new'), 'new', true)
  await io.rename(join(folder, 'new'), join(folder, 'a'))
  after('everything')
  expect([text(folder, 'a'), text(folder, 'new'), statSync(join(folder, 'a')).ino]).toEqual(['old', null, ino])
})

it('leaves an empty file where the name was kept and the content was not', async () => {
  const { folder, io, after } = disk()
  await write(io, join(folder, 'new'), 'new', false)
  await io.rename(join(folder, 'new'), join(folder, 'a'))
  after('data')
  expect(text(folder, 'a')).toBe('')
})

it('takes back what was removed, renamed and made as a folder', async () => {
  const { folder, io, after } = disk()
  writeFileSync(join(folder, 'gone'), 'x')
  mkdirSync(join(folder, 'from'))
  writeFileSync(join(folder, 'from/f'), 'x')
  await io.unlink(join(folder, 'gone'))
  await io.rename(join(folder, 'from'), join(folder, 'to'))
  await io.mkdir(join(folder, 'made'), 0o700)
  await io.symlink('gone', join(folder, 'link'))
  after('names')
  expect([text(folder, 'gone'), text(folder, 'from/f'), existsSync(join(folder, 'to')), existsSync(join(folder, 'made')), existsSync(join(folder, 'link'))]).toEqual(['x', 'x', false, false, false])
})

it('tears what was appended and not synced, and never what was there before', async () => {
  for (const loss of LOSSES) {
    const { folder, files, after } = disk()
    await files.append(join(folder, 'log'), `${'a'.repeat(700)}\n`, true)
    await files.append(join(folder, 'log'), `${'b'.repeat(1500)}\n`)
    after(loss)
    const left = text(folder, 'log') ?? ''
    expect(left.startsWith(`${'a'.repeat(700)}\n`)).toBe(true)
    if (loss === 'everything' || loss === 'data') expect(left).toHaveLength(701)
    if (loss === 'nothing') expect(left).toHaveLength(2202)
  }
})

async function write(io: ReturnType<typeof recordingIo>, path: string, content: string, sync: boolean): Promise<void> {
  const handle = await io.open(path, 'create', 0o600)
  await handle.write(Buffer.from(content), 0)
  if (sync) await handle.sync()
  await handle.close()
}

it('is the system itself, but for what it writes down', () => expect(Object.keys(recordingIo(new DiskModel(), '/', () => undefined)).sort()).toEqual(Object.keys(systemIo).sort()))
