import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyEdits } from '../../domain/yaml-edit'
import { databases } from '../databases'
import { createFiles } from '../files/local-files'
import { runtimes } from '../runtimes'
import { createDefinitionFile, type DefinitionFile } from './definition-file'

let folder: string
let place: string
let file: DefinitionFile
const opened = (): DefinitionFile => createDefinitionFile(place, createFiles(), { runtimes, databases }, path.join(folder, '.lock'))
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-definition-'))
  place = path.join(folder, 'backstep.yaml')
  file = opened()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const TEXT = '\ufeffversion: 1 # the form\r\nname: shop\r\nenvironments:\r\n  staging:\r\n    services:\r\n      web: { runtime: process, command: [x], stopTimeout: 10s } # web\r\n'

describe('what the form changes', () => {
  it('is the only change on disk: BOM, comments and line ends stay', async () => {
    writeFileSync(place, TEXT)
    const { digest, problems } = await file.read()
    expect(problems).toEqual([])
    const edited = applyEdits(TEXT, [{ kind: 'set', path: ['environments', 'staging', 'services', 'web', 'stopTimeout'], value: '20s' }])
    if (!edited.ok) throw new Error(edited.reason)
    await file.save(edited.text, digest)
    expect(readFileSync(place, 'utf8')).toBe(TEXT.replace('10s', '20s'))
  })
})

describe('nothing is saved', () => {
  it('over a file that was changed meanwhile', async () => {
    writeFileSync(place, TEXT)
    const { digest } = await file.read()
    writeFileSync(place, `${TEXT}# theirs\r\n`)
    await expect(file.save(TEXT, digest)).rejects.toMatchObject({ problem: { code: 'definition-changed' } })
    expect(readFileSync(place, 'utf8')).toBe(`${TEXT}# theirs\r\n`)
  })
  it('over what another window saves at the same moment', async () => {
    writeFileSync(place, TEXT)
    const windows = [file, opened(), opened()]
    const { digest } = await file.read()
    const texts = windows.map((_, index) => `${TEXT}# window ${index}\r\n`)
    const saved = await Promise.allSettled(windows.map((window, index) => window.save(texts[index] ?? '', digest)))
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(saved.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { problem: { code: string } }).problem.code] : []))).toEqual(['definition-changed', 'definition-changed'])
    expect(readFileSync(place, 'utf8')).toBe(texts[saved.findIndex(({ status }) => status === 'fulfilled')])
  })
  it('while a line has an error', async () => {
    writeFileSync(place, TEXT)
    const { digest } = await file.read()
    await expect(file.save(TEXT.replace('runtime', 'runtme'), digest)).rejects.toMatchObject({ problem: { code: 'definition-invalid', place: { line: 6 } } })
    expect(readFileSync(place, 'utf8')).toBe(TEXT)
  })
  it('of a file that is not UTF-8: what cannot be shown would be lost', async () => {
    const bytes = Buffer.concat([Buffer.from('version: 1\nname: "caf'), Buffer.from([0xe9]), Buffer.from('"\nenvironments: {}\n')])
    writeFileSync(place, bytes)
    const { digest, text, problems } = await file.read()
    expect(problems).toEqual([expect.objectContaining({ line: 2, message: expect.stringContaining('Byte 21 is not UTF-8') })])
    await expect(file.save(text, digest)).rejects.toMatchObject({ problem: { code: 'definition-invalid' } })
    expect(readFileSync(place)).toEqual(bytes)
  })
})
