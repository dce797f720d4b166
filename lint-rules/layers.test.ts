/** The linter with the project's own configuration, on files that stand where the table speaks of. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

const REFUSED: readonly (readonly [file: string, code: string, message: string])[] = [
  ['src/domain/plan.ts', "export { readFile } from 'node:fs/promises'", 'may not use Node'],
  ['src/domain/plan.ts', "import path from 'path'\nexport const a = path", "Write 'node:path'"],
  ['src/domain/plan.ts', "import type { Store } from '../engine/store/store'\nexport type A = Store", 'may not import from src/engine'],
  ['src/domain/plan.ts', "import { create } from 'zustand'\nexport const a = create", "may not import 'zustand'"],
  ['src/domain/plan.ts', "export type A = import('electron').App", "may not import 'electron'"],
  ['src/ipc/contract.ts', "export * from '../engine'", 'may not import from src/engine'],
  ['src/engine/index.ts', "import { app } from 'electron'\nexport const a = app", "may not import 'electron'"],
  ['src/engine/index.ts', "export const a = import('../main/index')", 'may not import from src/main'],
  ['src/engine/execute.ts', "import { execa } from 'execa'\nexport const a = execa", 'Only src/engine/hosts'],
  ['src/engine/execute.ts', "import { spawn } from 'node:child_process'\nexport const a = spawn", 'Only src/engine/hosts'],
  ['src/engine/gather.ts', "import { simpleGit } from 'simple-git'\nexport const a = simpleGit", 'Only src/engine/hosts'],
  ['src/engine/gather.ts', "import { DatabaseSync } from '@photostructure/sqlite'\nexport const a = DatabaseSync", 'Only src/engine/store'],
  ['src/engine/manifests/seal.ts', "import { Encrypter } from 'age-encryption'\nexport const a = Encrypter", 'Only src/engine/keys'],
  ['src/engine/gather.ts', "import { readFile, rename as r } from 'node:fs/promises'\nexport const a = [readFile, r]", "'rename'"],
  ['src/engine/gather.ts', "import * as fs from 'node:fs'\nexport const a = fs", 'by name'],
  ['src/main/host.ts', "import { execa } from 'execa'\nexport const a = execa", "may not import 'execa'"],
  ['src/main/windows.ts', "import { ipcMain } from 'electron'\nexport const a = ipcMain", 'Only src/main/ipc.ts'],
  ['src/main/windows.ts', "import electron from 'electron'\nexport const a = electron", 'by name'],
  ['src/cli/index.ts', "import { app } from 'electron'\nexport const a = app", "may not import 'electron'"],
  ['src/preload/index.ts', "import path from 'node:path'\nexport const a = path", 'may not use Node'],
  ['src/renderer/app/App.tsx', "import { z } from 'zod'\nexport const a = z", "may not import 'zod'"],
  ['src/renderer/app/App.tsx', "import { calls } from '../../ipc/contract'\nexport const a = calls", 'only types'],
  ['src/renderer/app/App.tsx', "import type { Engine } from '../../engine'\nexport type A = Engine", 'may not import from src/engine']
]

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['src/domain/plan.ts', "import { z } from 'zod'\nimport { sha256 } from '@noble/hashes/sha2.js'\nexport const a = [z, sha256]"],
  ['src/engine/hosts/local.ts', "import { execa } from 'execa'\nimport { spawn } from 'node:child_process'\nexport const a = [execa, spawn]"],
  ['src/engine/store/sqlite.ts', "import { DatabaseSync } from '@photostructure/sqlite'\nexport const a = DatabaseSync"],
  ['src/engine/lock.ts', "import { DatabaseSync } from '@photostructure/sqlite'\nexport const a = DatabaseSync"],
  ['src/engine/files.ts', "import { rename } from 'node:fs/promises'\nexport const a = rename"],
  ['src/engine/gather.ts', "import { readFile } from 'node:fs/promises'\nimport type { WriteStream } from 'node:fs'\nexport const a = readFile\nexport type B = WriteStream"],
  ['src/engine/gather.test.ts', "import { writeFile } from 'node:fs/promises'\nexport const a = writeFile"],
  ['src/main/ipc.ts', "import { ipcMain } from 'electron'\nexport const a = ipcMain"],
  ['src/preload/index.ts', "import { contextBridge, ipcRenderer } from 'electron'\nexport const a = [contextBridge, ipcRenderer]"],
  ['src/renderer/app/App.tsx', "import { useState } from 'react'\nimport type { Api } from '../../ipc/contract'\nimport './App.css'\nexport const a = useState\nexport type B = Api"]
]

/** What cannot be parsed is said without a code. */
interface Said { readonly code?: string; readonly message: string; readonly filename: string }
const key = (file: string, code: string): string => `${file}\n${code}`
const found = new Map<string, readonly string[]>()
let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-layers-'))
  // A file can be only one case at a time.
  for (let left: readonly (readonly string[])[] = [...REFUSED, ...ALLOWED]; left.length > 0;) {
    const round = new Map(left.map(([file = '', code = '']) => [file, code]))
    for (const [file, messages] of lint(round)) found.set(key(file, round.get(file) ?? ''), messages)
    left = left.filter(([file = '', code]) => round.get(file) !== code)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function lint(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const place = mkdtempSync(path.join(folder, 'round-'))
  for (const [file, code] of files) {
    mkdirSync(path.join(place, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(place, file), code)
  }
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), '-c', path.join(root, '.oxlintrc.json'), '--format', 'json', '.'], { cwd: place, encoding: 'utf8' })
  const { diagnostics, number_of_files: looked } = JSON.parse(stdout) as { diagnostics: readonly Said[]; number_of_files: number }
  expect(looked, stderr).toBe(files.size)
  const ours = diagnostics.filter(({ code }) => code === 'backstep(layers)' || code === undefined)
  return new Map([...files.keys()].map((file) => [file, ours.filter(({ filename }) => path.normalize(filename) === file).map(({ message }) => message)]))
}

test.each(REFUSED)('%s: %s', (file, code, message) => {
  expect(found.get(key(file, code))).toEqual([expect.stringContaining(message)])
})

test.each(ALLOWED)('%s may: %s', (file, code) => {
  expect(found.get(key(file, code))).toEqual([])
})
