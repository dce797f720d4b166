/** Every kind of bad input through the command line: a clear error that names the place, nothing changed, nothing lost. */
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BARE, createBare, type Bare } from '../support/bare'
import { insideJson } from './inside'
import { backstep } from './run'

let made: Bare
let project: Bare
beforeAll(async () => { made = await createBare(['v1', 'v2']) })
afterAll(() => made.remove())
beforeEach(() => { project = made.copy() })
afterEach(() => project.remove())

interface Refused { readonly code: number | null; readonly problem: { readonly code: string; readonly message: string; readonly next: string; readonly place?: { readonly file: string; readonly line?: number; readonly byte?: number } } }
async function ask(...args: string[]): Promise<Refused> {
  const { code, json } = await insideJson([...args, '--project', project.path])
  return { code, problem: json['problem'] as Refused['problem'] }
}
const rollback = (...more: string[]): Promise<Refused> => ask('rollback', '--env', 'staging', '--reason', 'why', '--yes', ...more)

/** What a person would miss: every file but the store's own, the locks and the key. */
function kept(folder = project.path): Record<string, string> {
  const files: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/backstep\.db|\.lock|project\.key|^\.git(\/|$)/.test(name) || statSync(path.join(folder, name)).isDirectory()) continue
    files[name] = createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex')
  }
  return files
}
/** Every command that reads or writes the registry refuses, and no file is another one afterwards. */
async function refusedByAll(): Promise<Refused['problem']> {
  const before = kept()
  const all = [await ask('list'), await ask('plan', '--env', 'staging'), await rollback(), await ask('record', '--env', 'staging', '--version', 'v3'), await ask('record', '--begin', '--env', 'staging', '--version', 'v3')]
  expect(all.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2])
  expect(kept()).toEqual(before)
  for (const { problem } of all) expect(problem.next).not.toBe('')
  return all[0]!.problem
}

const record = (more: object = {}): object => ({ id: 'd1', environment: 'staging', version: 'v1', timestamp: '2026-11-21T09:00:00.000Z', status: 'success', ...more })
const registry = (...records: readonly object[]): string => JSON.stringify({ version: '1.0.0', deployments: records })

describe('a registry', () => {
  it.each<readonly [string, () => string, string, RegExp]>([
    ['that is empty', () => '', 'registry-damaged', /the file is empty/],
    ['with a BOM and nothing else', () => '\ufeff', 'registry-damaged', /blank/],
    ['cut in its first record', () => project.text().slice(0, 200), 'registry-damaged', /damaged at byte/],
    ['cut before its last byte', () => project.text().trimEnd().slice(0, -1), 'registry-damaged', /damaged at byte/],
    ['with an id that stands twice', () => registry(record(), record()), 'registry-damaged', /"d1" is there already at byte/],
    ['of a future version', () => '{"version":"2.0.0","deployments":[]}', 'registry-newer', /newer tool/],
    ['200,000 levels deep', () => `{"version":"1.0.0","deployments":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'registry-damaged', /deeper than 100/],
    ['with a time that is none', () => registry(record({ timestamp: 'yesterday' })), 'registry-damaged', /"timestamp" of record "d1" is not a date/],
    ['with a status that is none', () => registry(record({ status: 'fine' })), 'registry-damaged', /"status"/]
  ])('%s', async (_, text, code, words) => {
    writeFileSync(project.registry, text())
    const problem = await refusedByAll()
    expect(problem).toMatchObject({ code, message: expect.stringMatching(words) as string, place: { file: project.registry } })
    if (code === 'registry-damaged') expect(problem.next).toContain('A good copy from')
  })
  it('cut at any byte: never read as something else, and never written', async () => {
    const whole = readFileSync(project.registry)
    const end = whole.toString().trimEnd().length
    for (let at = 0; at < end; at += 97) {
      writeFileSync(project.registry, whole.subarray(0, at))
      const { code, problem } = await ask('record', '--env', 'staging', '--version', 'v3')
      expect([code, problem.code, readFileSync(project.registry)]).toEqual([2, 'registry-damaged', whole.subarray(0, at)])
    }
  })
  it('with a BOM, __proto__ and constructor as keys: read and kept, byte for byte', async () => {
    const text = `\ufeff{"__proto__":{"polluted":true},"version":"1.0.0","deployments":[{"__proto__":{"status":"failed"},"constructor":1,"id":"d1","environment":"staging","version":"v1","timestamp":"2026-11-21T09:00:00.000Z","status":"success"}]}`
    writeFileSync(project.registry, text)
    const list = await insideJson(['list', '--project', project.path])
    expect(list.json).toMatchObject({ total: 1, rows: [{ id: 'd1', status: 'success' }] })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect((await insideJson(['record', '--env', 'staging', '--version', 'v3', '--project', project.path])).code).toBe(0)
    const after = project.text()
    expect(after.startsWith(text.slice(0, text.indexOf(']}')))).toBe(true)
  })
  it('that is a folder', async () => {
    const other = await createBare()
    try {
      execFileSync('mkdir', ['-p', other.registry])
      const { json, code } = await insideJson(['list', '--project', other.path])
      expect([code, (json['problem'] as { message: string }).message]).toEqual([2, expect.stringContaining('deployment-registry.json')])
    } finally {
      other.remove()
    }
  })
})

describe('a file of ours', () => {
  const folder = (file: string): void => void mkdirSync(file)
  const pipe = (file: string): void => void execFileSync('mkfifo', ['--', file])
  const loop = (file: string): void => symlinkSync(file, file)
  it.each<readonly [string, string, (file: string) => void, number, string, RegExp]>([
    ['project.key', 'a folder', folder, 1, 'key-damaged', /is damaged: it is a folder where the key of the project belongs/],
    ['project.key', 'a pipe', pipe, 2, 'not-a-file', /is a pipe/], ['project.key', 'a link to itself', loop, 2, 'link-loop', /leads back to itself/],
    ['recipients.txt', 'a folder', folder, 2, 'is-a-folder', /is a folder where a file is needed/], ['recipients.txt', 'a pipe', pipe, 2, 'not-a-file', /is a pipe/],
    ['backstep.db', 'a folder', folder, 2, 'is-a-folder', /is a folder where a file is needed/], ['backstep.db', 'a pipe', pipe, 2, 'not-a-file', /is a pipe/],
    ['deployment-registry.json', 'a pipe', pipe, 2, 'not-a-file', /is a pipe/], ['.registry.lock', 'a folder', folder, 2, 'is-a-folder', /is a folder where a file is needed/]
  ])('%s that is %s: said so, with its place, and nothing is touched', async (name, _, put, exit, problemCode, words) => {
    const file = path.join(project.path, '.deployments', name)
    rmSync(file, { force: true })
    put(file)
    const mode = lstatSync(file).mode
    const { code, problem } = await ask('record', '--env', 'staging', '--version', 'v3')
    expect([code, problem.code, problem.place?.file]).toEqual([exit, problemCode, file])
    expect(problem.message).toMatch(words)
    expect(problem.next).not.toBe('')
    expect(lstatSync(file).mode).toBe(mode)
    expect(existsSync(path.join(project.path, '.deployments/manifests/v3'))).toBe(false)
  })
  it('a file that is said to hold private keys and does not: what would stand there is named whole', async () => {
    const file = path.join(project.path, 'keys.txt')
    writeFileSync(file, 'no key\n')
    expect(await ask('keys', 'import', file)).toMatchObject({ code: 2, problem: { code: 'identity-invalid', message: expect.stringMatching(/is no private key of age: those begin with AGE-SECRET-KEY-1\.$/) as string, place: { file, line: 1 } } })
    expect(await ask('keys', 'import', project.path)).toMatchObject({ code: 2, problem: { code: 'is-a-folder', place: { file: project.path } } })
  })
})

describe('a table', () => {
  it('is whole in a pipe, whatever terminal is beside it, and as narrow as COLUMNS says', async () => {
    const id = `deploy-${'long-'.repeat(12)}end`
    const version = `v9.${'1'.repeat(100)}`
    writeFileSync(project.registry, registry(record({ id, version, deployedBy: 'somebody-with-a-name' })))
    const words = ['list', '--project', project.path]
    const whole = (await backstep(words, { env: { COLUMNS: '' } })).stdout
    expect(whole).toContain(version)
    expect(whole).toContain(id)
    expect(whole).not.toContain('…')
    const narrow = (await backstep(words, { env: { COLUMNS: '130' } })).stdout
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130)
    expect(narrow).toContain(id)
    expect(narrow).toContain('…')
  })
})

describe('what is asked for', () => {
  it.each([[['plan', '--env', 'nowhere']], [['check', '--env', 'nowhere']], [['status', '--env', 'nowhere']], [['list', '--env', 'nowhere']], [['record', '--env', 'nowhere', '--version', 'v3']], [['rollback', '--env', '__proto__', '--reason', 'why', '--yes']]])('an environment that does not exist: %j', async (args) => {
    const before = kept()
    const { code, problem } = await ask(...args)
    expect([code, problem.code]).toEqual([2, 'environment-unknown'])
    expect(problem.next).toContain('staging')
    expect(kept()).toEqual(before)
  })
  it.each([[['plan']], [['check']], [['rollback', '--reason', 'why', '--yes']], [['rollback', '--reason', 'why', '--yes', '--force']]])('a service that does not exist: %j', async (args) => {
    const before = kept()
    const { code, problem } = await ask(...args, '--env', 'staging', '--service', 'ap')
    expect([code, problem.code, problem.next]).toEqual([2, 'service-unknown', 'Did you mean app? There is app.'])
    expect((await ask(...args, '--env', 'staging', '--service', 'app', '--service', 'zzz')).problem).toMatchObject({ code: 'service-unknown', message: expect.stringContaining("'zzz'") as string, next: 'There is app.' })
    expect(kept()).toEqual(before)
  })
  it('a deployment of another environment, and one that is not there', async () => {
    const { json } = await insideJson(['record', '--env', 'production', '--version', 'v9', '--project', project.path])
    const before = kept()
    expect(await rollback('--to', String(json['id']))).toMatchObject({ code: 2, problem: { code: 'target-elsewhere', message: expect.stringContaining('belongs to production') as string } })
    expect(await rollback('--to', 'nothing')).toMatchObject({ code: 2, problem: { code: 'target-missing' } })
    expect(kept()).toEqual(before)
  })
  it.each(['', ' \t\u00a0'])('the reason %j', async (reason) => {
    const before = kept()
    expect(await ask('rollback', '--env', 'staging', '--yes', '--reason', reason)).toMatchObject({ code: 2, problem: { code: 'reason-missing' } })
    expect(kept()).toEqual(before)
  })
})

describe('backstep.yaml', () => {
  const service = '      app: { runtime: process, command: [node, app.mjs] }\n'
  it.each<readonly [string, (text: string) => string, RegExp, number]>([
    ['an unknown key', (text) => text.replace('services:', 'service:'), /Did you mean "services"\?/, 5],
    ['a wrong type', (text) => text.replace('command: [node, app.mjs]', 'command: 5'), /"command"/, 6],
    ['services that wait for each other', (text) => text.replace(service, '      a: { runtime: process, command: [x], dependsOn: [b] }\n      b: { runtime: process, command: [x], dependsOn: [a] }\n'), /a → b → a/, 6],
    ['a password', (text) => text.replace('command: [node, app.mjs] }', 'command: [node], env: { DB_PASSWORD: hunter2hunter2 } }'), /plain text/, 6],
    ['a configuration file outside', (text) => text.replace(service, `${service}    config: { files: [../outside.env] }\n`), /outside/, 7],
    ['a configuration file that is its own', (text) => text.replace(service, `${service}    config: { files: [.deployments/backstep.db] }\n`), /\.deployments/, 7],
    ['a tab that is no indentation', (text) => text.replace('    services:', '\tservices:'), /./, 5]
  ])('with %s: the line, and nothing else is touched', async (_, change, words, line) => {
    writeFileSync(path.join(project.path, 'backstep.yaml'), change(BARE))
    const before = kept()
    for (const args of [['status'], ['status', '--env', 'staging'], ['plan', '--env', 'staging'], ['record', '--env', 'staging', '--version', 'v3'], ['rollback', '--env', 'staging', '--reason', 'why', '--yes']]) {
      const { code, problem } = await ask(...args)
      expect([args[0], code, problem.code, problem.place?.line]).toEqual([args[0], 2, 'definition-invalid', line])
      expect(problem.message).toMatch(words)
      expect(problem.message).not.toContain('hunter2hunter2')
      expect(problem.next).toContain('Correct the line')
    }
    expect(kept()).toEqual(before)
  })
})

describe('versions and references that a program could take for something else', () => {
  const HOSTILE = ['--upload-pack=touch pwned', '-x', 'a;touch pwned', '$(touch pwned)', '../../etc', 'a\nb', '--output=pwned']
  beforeEach(() => {
    const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: project.path })
    git('init', '-q')
    git('add', 'backstep.yaml')
    git('commit', '-qm', 'start')
  })
  const pwned = (): boolean => existsSync(path.join(project.path, 'pwned')) || existsSync('/pwned')

  it.each(HOSTILE)('%j given to record is refused', async (text) => {
    const before = kept()
    expect(await ask('record', '--env', 'staging', `--version=${text}`)).toMatchObject({ code: 2, problem: { code: 'version-invalid' } })
    expect(await ask('record', '--env', 'staging', '--version', 'v3', `--commit=${text}`)).toMatchObject({ code: 2, problem: { code: 'commit-unknown' } })
    expect([kept(), pwned()]).toEqual([before, false])
  })
  it.each(HOSTILE)('%j in a record of another tool is only ever text', async (text) => {
    for (const runtime of ['git', 'process']) {
      writeFileSync(path.join(project.path, 'backstep.yaml'), BARE.replaceAll('runtime: process, command: [node, app.mjs]', `runtime: ${runtime}, command: [node, app.mjs]${runtime === 'process' ? ', directory: "releases/${version}"' : ''}`))
      writeFileSync(project.registry, registry(record({ version: text, commit: text }), record({ id: 'd2', version: 'v2', timestamp: '2026-11-22T09:00:00.000Z' })))
      const before = kept()
      const { code } = await rollback('--to', 'd1', '--force')
      expect([runtime, code, pwned()]).toEqual([runtime, 3, false])
      expect(kept()).toEqual(before)
      expect((await insideJson(['show', 'd1', '--project', project.path])).code).toBe(0)
    }
  })
})
