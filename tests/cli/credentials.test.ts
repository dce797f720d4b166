/** Credentials that changed since a release was captured, in every form that a file writes them in: named by the check, never shown. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PreparedView } from '../../src/domain/views'
import { BARE, createBare, type Bare } from '../support/bare'
import { inside, insideJson } from './inside'

const FILES = {
  '.env.staging': (secret: string) => `DATABASE_URL=postgres://shop${secret === 'then-hunter2' ? '' : `:${secret}`}@db/shop\nPORT=1\n`,
  'app.ini': (secret: string) => (secret === 'then-hunter2' ? `[DB]\nPassword = ${secret}\n` : `[db]\npassword = ${secret}\n`),
  'app.json': (secret: string) => JSON.stringify({ env: [{ name: 'PORT', value: '1' }, { name: 'DB_PASSWORD', value: secret }] }),
  'app.yaml': (secret: string) => `env:\n- name: SESSION_TOKEN\n  value: ${secret}\n- name: PORT\n  value: "1"\n`
}
let project: Bare
const write = (secret: string): void => {
  for (const [file, text] of Object.entries(FILES)) writeFileSync(path.join(project.path, file), text(secret))
}
const record = (version: string) => inside(['record', '--env', 'staging', '--version', version, '--project', project.path])

beforeAll(async () => {
  project = await createBare()
  writeFileSync(path.join(project.path, 'backstep.yaml'), BARE.replace('command: [node, app.mjs] }\n', `command: [node, app.mjs] }\n    config: { files: [${Object.keys(FILES).join(', ')}] }\n`))
  write('then-hunter2')
  expect((await record('v1')).code).toBe(0)
  write('today-hunter3')
  expect((await record('v2')).code).toBe(0)
})
afterAll(() => project.remove())

it('are named by config_compatibility, and today\'s stay', async () => {
  const { json } = await insideJson(['plan', '--env', 'staging', '--project', project.path])
  const { checks, comparison } = json as unknown as PreparedView
  const found = checks.filter(({ name, passed }) => name === 'config_compatibility' && !passed).map(({ message }) => message)
  expect(found.map((message) => message.split(' changed since')[0])).toEqual(['DATABASE_URL in .env.staging', 'DB.Password in app.ini', 'env.DB_PASSWORD in app.json', 'env.SESSION_TOKEN in app.yaml'])
  expect(comparison.credentials.map(({ choice }) => choice)).toEqual(['today', 'today', 'today', 'today'])
})
it('stand nowhere in what is printed', async () => {
  for (const words of [['check'], ['check', '--json'], ['plan'], ['plan', '--json'], ['plan', '--format', 'json']]) {
    const { stdout, stderr } = await inside([...words, '--env', 'staging', '--project', project.path])
    expect(stdout + stderr).not.toMatch(/hunter[23]/)
  }
})
