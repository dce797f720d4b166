import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backstep, backstepJson } from './run'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-cli-'))
  writeFileSync(path.join(folder, 'file'), '')
  symlinkSync(path.join(folder, 'loop'), path.join(folder, 'loop'))
  mkdirSync(path.join(folder, 'empty'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('help', () => {
  it('lists the commands and the exit codes', async () => {
    const { code, stdout, stderr } = await backstep(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of ['demo', 'init', 'record', 'list', 'show', 'status', 'check', 'plan', 'rollback', 'resume', 'undo', 'abandon', 'history', 'snapshots', 'registry', 'doctor']) expect(stdout).toContain(`\n  ${command} `)
    expect(stdout).toContain('6  done, but a health check fails')
    expect(stdout).not.toContain('\u001b')
  })
  it('gives examples with each command', async () => {
    const { code, stdout } = await backstep(['rollback', '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('$ backstep rollback --env staging --reason')
  })
  it('prints the version', async () => expect((await backstep(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/))
})

describe('bad usage ends with 2 and touches nothing', () => {
  it('suggests the nearest command', async () => {
    const { code, stderr } = await backstep(['rolback'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean rollback?')
  })
  it('names a missing option, also as JSON', async () => {
    const { code, json } = await backstepJson(['plan'])
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'usage', message: expect.stringContaining('--env') as string } })
  })
  it.each([
    ['missing', 'project-missing', 'does not exist'],
    ['file', 'project-not-a-folder', 'is a file'],
    ['loop', 'project-link-loop', 'leads back to itself'],
    ['empty', 'not-a-project', 'neither backstep.yaml nor .deployments']
  ])('says what is wrong with the project %s', async (name, problem, words) => {
    const { code, json, stderr } = await backstepJson(['status', '--project', path.join(folder, name)])
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: problem, message: expect.stringContaining(words) as string, next: expect.stringMatching(/./) as string } })
    expect(stderr).toContain(words)
    expect(readdirSync(path.join(folder, 'empty'))).toEqual([])
  })
  it('says that there is no project here', async () => {
    const { code, json } = await backstepJson(['status'], { cwd: path.join(folder, 'empty') })
    expect(code).toBe(2)
    expect(json).toMatchObject({ problem: { code: 'no-project' } })
  })
  it('refuses to remove what is not a demo', async () => {
    const { code, stderr } = await backstep(['demo', path.join(folder, 'empty'), '--remove'])
    expect(code).toBe(2)
    expect(stderr).toContain('is not a demo project')
    expect(readdirSync(folder)).toContain('empty')
  })
  it.each([[[]], [['--story']]])('refuses to put the demo where something else is %j', async (more) => {
    const { code, stderr } = await backstep(['demo', folder, ...more])
    expect(code).toBe(2)
    expect(stderr).toContain('holds files already')
    expect(readdirSync(folder).sort()).toEqual(['empty', 'file', 'loop'])
  })
})

describe('doctor', () => {
  it('finds the programs', async () => {
    const { code, json } = await backstepJson(['doctor'], { cwd: path.join(folder, 'empty') })
    expect(code).toBe(0)
    expect(json['rows']).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'git', ok: true })]))
  })
  it('ends with 1 when a program that only the project knows is missing', async () => {
    const project = path.join(folder, 'with-program')
    mkdirSync(project)
    writeFileSync(path.join(project, 'backstep.yaml'), 'version: 1\nname: own\nenvironments:\n  staging:\n    services:\n      app: { runtime: process, command: [serve-the-shop, --now] }\n')
    const { code, json } = await backstepJson(['doctor'], { cwd: project })
    expect([code, json['rows']]).toEqual([1, expect.arrayContaining([expect.objectContaining({ name: 'serve-the-shop', ok: false, found: null, needed: 'app in staging' })])])
    rmSync(project, { recursive: true, force: true })
  })
})

describe('init', () => {
  it('writes a first backstep.yaml once', async () => {
    const project = path.join(folder, 'new')
    mkdirSync(project)
    writeFileSync(path.join(project, '.env.staging'), 'A=1\n')
    const first = await backstepJson(['init'], { cwd: project })
    expect(first.code).toBe(0)
    expect(first.json).toMatchObject({ project: { environments: ['staging'], problems: [] } })
    const second = await backstepJson(['init'], { cwd: project })
    expect(second.code).toBe(2)
    expect(second.json).toMatchObject({ problem: { code: 'definition-exists', next: expect.stringContaining(path.join(project, 'backstep.yaml')) as string } })
    rmSync(project, { recursive: true, force: true })
  })
  it('finds databases in folders that git ignores, and tells those of one name apart', async () => {
    const project = path.join(folder, 'with-data')
    for (const place of ['data', 'old/data', 'node_modules/x', '.cache']) mkdirSync(path.join(project, place), { recursive: true })
    for (const file of ['data/notes.db', 'old/data/notes.db', 'node_modules/x/no.db', '.cache/no.db']) writeFileSync(path.join(project, file), '')
    writeFileSync(path.join(project, '.gitignore'), 'data/\n')
    expect((await backstepJson(['init'], { cwd: project })).json).toMatchObject({ project: { problems: [] } })
    const text = readFileSync(path.join(project, 'backstep.yaml'), 'utf8')
    expect(text).toContain('notes: { engine: sqlite, path: "data/notes.db", onRollback: restore }')
    expect(text).toContain('notes-2: { engine: sqlite, path: "old/data/notes.db", onRollback: restore }')
    expect(text).not.toContain('no.db')
    rmSync(project, { recursive: true, force: true })
  })
  it('shows how a database would be written where none is found, as something that holds once it is no comment', async () => {
    const project = path.join(folder, 'without-data')
    mkdirSync(project)
    await backstepJson(['init'], { cwd: project })
    const file = path.join(project, 'backstep.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^( +)# (databases:| +main:)/gm, '$1$2'))
    expect(readFileSync(file, 'utf8')).toMatch(/^ {4}databases:\n {6}main: /m)
    expect((await backstepJson(['status', '--project', project])).json).toMatchObject({ problems: [] })
    rmSync(project, { recursive: true, force: true })
  })
})
