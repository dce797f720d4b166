import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { HEAD_LIMIT } from '../domain/history'
import { readHead } from './heads'

let folder: string
beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-heads-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, content: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

it('is read with the name of its file, up to what a head can have', async () => {
  expect(await readHead(written('head.json', '{"hash":"é"}'))).toEqual({ name: 'head.json', text: '{"hash":"é"}' })
  expect((await readHead(written('full.json', 'x'.repeat(HEAD_LIMIT)))).text).toHaveLength(HEAD_LIMIT)
  await expect(readHead(written('large.json', 'x'.repeat(HEAD_LIMIT + 1)))).rejects.toMatchObject({ problem: { code: 'head-unreadable', message: 'large.json is no head of a history: it is larger than 64 KiB.', next: 'Give the file that was exported, or the hash that it names.' } })
})

it('is refused where it is no file, or is not there, without waiting for a pipe', async () => {
  mkdirSync(path.join(folder, 'a-folder'))
  execFileSync('mkfifo', [path.join(folder, 'pipe')])
  for (const name of ['a-folder', 'pipe']) await expect(readHead(path.join(folder, name))).rejects.toThrow(`${name} is no file.`)
  await expect(readHead(path.join(folder, 'gone.json'))).rejects.toMatchObject({ problem: { code: 'head-unreadable', message: expect.stringMatching(/^gone\.json cannot be read: /) } })
})
