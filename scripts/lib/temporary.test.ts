/** Where temporary files of tests are kept. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from './temporary.mjs'

const folders: string[] = []
const kept = (folder: string): string => {
  folders.push(folder)
  return folder
}
beforeEach(() => { kept(mkdtempSync(path.join(tmpdir(), 'backstep-memory-'))) })
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

it('is a folder for every user in memory, but below TMPDIR where that is set', () => {
  const [memory = ''] = folders
  vi.stubEnv('TMPDIR', undefined)
  expect(path.dirname(kept(temporaryFolder('backstep-a-', memory, 1)))).toBe(memory)
  expect(statSync(folders.at(-1) ?? '').mode & 0o7777).toBe(0o1777)
  vi.stubEnv('TMPDIR', path.dirname(memory))
  expect(path.dirname(kept(temporaryFolder('backstep-a-', memory)))).toBe(path.dirname(memory))
})

it('is where the system keeps such files when there is no memory for it', () => {
  const [memory = ''] = folders
  vi.stubEnv('TMPDIR', undefined)
  expect(path.dirname(kept(temporaryFolder('backstep-a-', memory, Infinity)))).toBe(tmpdir())
  expect(path.dirname(kept(temporaryFolder('backstep-a-', path.join(memory, 'missing'))))).toBe(tmpdir())
})
