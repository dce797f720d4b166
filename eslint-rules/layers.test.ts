import path from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'

// The project's own configuration, without the rules that need the file to be part of the program.
const eslint = new ESLint({
  cwd: path.resolve(import.meta.dirname, '..'),
  overrideConfig: [{ ...tseslint.configs.disableTypeChecked, languageOptions: { parserOptions: { projectService: false, program: null } } }]
})

async function violations(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return (result?.messages ?? []).filter((m) => m.ruleId === 'backstep/layers' || m.fatal).map((m) => m.message)
}

test.each([
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
])('%s: %s', async (file, code, message) => {
  const found = await violations(file, code)
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(message)
})

test.each([
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
])('%s may: %s', async (file, code) => {
  expect(await violations(file, code)).toEqual([])
})
