import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ServiceDefinition } from '../../../domain/definition'
import type { Release } from '../../../domain/manifest'
import { codeOf, service, temporaryFolder, testContext } from '../../testing/project'
import { git as runtime } from '../git'
import { isPrepared, makeWorktree, type WorktreeAction } from './worktree'

const quiet = (): void => undefined
const git = (cwd: string, ...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd, encoding: 'utf8' }).trim()

function given(more: object = {}) {
  const project = temporaryFolder()
  git(project, 'init', '-q', '-b', 'main')
  writeFileSync(join(project, '.gitignore'), '.deployments/\n')
  for (const version of ['v1', 'v2']) {
    writeFileSync(join(project, 'version.txt'), version)
    git(project, 'add', '-A')
    git(project, 'commit', '-qm', version)
    git(project, 'tag', version)
  }
  const web: ServiceDefinition = service('web', 'git', runtime.settings.parse({ command: ['node', 'server.js'], ...more }))
  const context = testContext(project, { services: [web] })
  const commit = git(project, 'rev-parse', 'v1')
  const action: WorktreeAction = { kind: 'worktree', service: 'web', repository: project, path: join(project, '.deployments/worktrees/staging/web', commit.slice(0, 12)), commit, build: null, env: {}, timeout: 10_000 }
  const make = (changed: Partial<WorktreeAction> = {}, onLine: (stream: string, line: string) => void = quiet) => makeWorktree(context, 'local', { ...action, ...changed }, onLine)
  const prepared = (changed: Partial<WorktreeAction> = {}) => isPrepared(context, context.host('local'), { ...action, ...changed })
  return { project, web, context, commit, action, make, prepared }
}
const build = (code: string): string[] => [process.execPath, '-e', code]

describe('a worktree', () => {
  it('is made beside, and the working copy is not touched', async () => {
    const { project, make, prepared, action } = given()
    writeFileSync(join(project, 'version.txt'), 'being edited')
    writeFileSync(join(project, 'new.txt'), 'untracked')
    const before = [git(project, 'status', '--porcelain'), git(project, 'rev-parse', 'HEAD'), git(project, 'symbolic-ref', 'HEAD')]
    expect(await prepared()).toBe(false)
    expect((await make()).observed).toBe(`at commit ${action.commit.slice(0, 7)}`)
    expect(readFileSync(join(action.path, 'version.txt'), 'utf8')).toBe('v1')
    expect(await prepared()).toBe(true)
    expect([git(project, 'status', '--porcelain'), git(project, 'rev-parse', 'HEAD'), git(project, 'symbolic-ref', 'HEAD')]).toEqual(before)
    expect((await make()).observed).toBe('was there already, complete')
  })

  it('that was changed is put right where it is, what is untracked in it stays', async () => {
    const { make, prepared, action } = given()
    await make()
    writeFileSync(join(action.path, 'version.txt'), 'changed')
    writeFileSync(join(action.path, 'uploads.bin'), 'of the service')
    expect(await prepared()).toBe(false)
    await make()
    expect(readFileSync(join(action.path, 'version.txt'), 'utf8')).toBe('v1')
    expect(existsSync(join(action.path, 'uploads.bin'))).toBe(true)
    git(action.path, 'checkout', '-q', '--detach', 'v2')
    expect(await prepared()).toBe(false)
    await make()
    expect(await prepared()).toBe(true)
  })

  it('that is half-made is made again', async () => {
    const { project, make, prepared, action } = given()
    await make()
    rmSync(`${action.path}.ready.json`)
    rmSync(join(action.path, 'version.txt'))
    writeFileSync(join(project, '.git/worktrees', action.commit.slice(0, 12), 'locked'), 'initializing')
    expect(await prepared()).toBe(false)
    await make()
    expect(readFileSync(join(action.path, 'version.txt'), 'utf8')).toBe('v1')
    rmSync(action.path, { recursive: true })
    expect(await prepared()).toBe(false)
    await make()
    expect(await prepared()).toBe(true)
  })

  it('does not delete a folder that is not ours', async () => {
    const { make, action } = given()
    mkdirSync(action.path, { recursive: true })
    writeFileSync(join(action.path, 'precious.txt'), 'x')
    await make()
    expect(readdirSync(dirname(action.path)).sort()).toEqual([`${action.commit.slice(0, 12)}`, `${action.commit.slice(0, 12)}.aside-1`, `${action.commit.slice(0, 12)}.ready.json`])
    expect(readFileSync(`${action.path}.aside-1/precious.txt`, 'utf8')).toBe('x')
  })

  it('counts as prepared only when it was built, as it is to be built', async () => {
    const { make, prepared, action } = given()
    const failing = { build: build("require('fs').writeFileSync('half.txt', ''); console.log('no such package'); process.exit(2)") }
    const lines: string[] = []
    expect(await codeOf(make(failing, (_, line) => lines.push(line)))).toBe('build-failed')
    expect(lines).toContain('no such package')
    expect(await prepared(failing)).toBe(false)
    expect(await prepared()).toBe(false)
    const good = { build: build("require('fs').writeFileSync('built.txt', process.env.MODE)"), env: { MODE: 'release' } }
    await make(good)
    expect(readFileSync(join(action.path, 'built.txt'), 'utf8')).toBe('release')
    expect([await prepared(good), await prepared(failing), await prepared()]).toEqual([true, false, false])
    expect(await codeOf(make({ build: build('setInterval(() => {}, 1000)'), timeout: 200 }))).toBe('build-failed')
  })

  it('is what the hash says, also where the repository has another commit in its place', async () => {
    const { project, commit, make, prepared, action } = given()
    git(project, 'replace', commit, 'v2')
    await make()
    expect(readFileSync(join(action.path, 'version.txt'), 'utf8')).toBe('v1')
    expect(await prepared()).toBe(true)
  })

  it('takes only the full hash of a commit', async () => {
    const { make, project } = given()
    for (const commit of ['v1', '--detach', 'HEAD', 'a;b']) expect(await codeOf(make({ commit }))).toBe('commit-invalid')
    expect(await codeOf(make({ commit: '0'.repeat(40) }))).toBe('git-failed')
    expect(git(project, 'worktree', 'list').split('\n')).toHaveLength(1)
  })

  it('runs nothing that the repository configures', async () => {
    const { project, make, prepared } = given()
    git(project, 'config', 'core.fsmonitor', `touch ${project}/ran-1; false`)
    writeFileSync(join(project, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${project}/ran-2\n`, { mode: 0o755 })
    await make()
    expect(await prepared()).toBe(true)
    expect(readdirSync(project).filter((name) => name.startsWith('ran'))).toEqual([])
  })

  it('of one repository may be asked for side by side', async () => {
    const { project, make, action } = given()
    const other = git(project, 'rev-parse', 'v2')
    await Promise.all([make(), make({ path: join(dirname(action.path), other.slice(0, 12)), commit: other })])
    expect(git(project, 'worktree', 'list').split('\n')).toHaveLength(3)
  })
})

describe('the git runtime', () => {
  it('finds the release of a record by commit or tag, never by an option', async () => {
    const { web, context, commit, project } = given()
    const resolve = (version: string, hash: string | null = null) => runtime.resolve(context, web, { version, commit: hash })
    const release: Release = { kind: 'git', commit }
    expect(await resolve('v1')).toEqual(release)
    expect(await resolve('1')).toEqual(release)
    expect(await resolve('none', commit.slice(0, 10))).toEqual(release)
    for (const hostile of ['--upload-pack=x', `--output=${project}/written`, '-x', 'a;b', '$(id)', '', 'a\0b']) expect(await resolve(hostile, hostile)).toBeNull()
    expect(existsSync(join(project, 'written'))).toBe(false)
  })

  it('tells whether a commit is still there', async () => {
    const { web, context, commit } = given()
    expect(await runtime.observeArtifact(context, web, 'local', { kind: 'git', commit })).toMatchObject({ is: { present: true, digest: commit }, seen: { prepared: false } })
    expect(await runtime.observeArtifact(context, web, 'local', { kind: 'git', commit: '1'.repeat(40) })).toMatchObject({ is: { present: false, digest: null } })
  })

  it('wants either command or restart', () => {
    expect(runtime.settings.safeParse({}).success).toBe(false)
    expect(runtime.settings.safeParse({ command: ['a'], restart: ['b'] }).success).toBe(false)
    expect(runtime.settings.safeParse({ command: ['a'], stop: ['b'] }).success).toBe(false)
    expect(runtime.settings.safeParse({ restart: ['b'], stop: ['c'] }).success).toBe(true)
    expect(runtime.settings.safeParse({ command: ['a'], stopTimeout: '2 weeks' }).success).toBe(false)
    expect(runtime.settings.parse({ command: ['a'], stopTimeout: '1.5s' })).toMatchObject({ stopTimeout: 1500, stopSignal: 'SIGTERM', repository: '.' })
  })
})
