import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foreignFact, serviceFact } from '../../domain/testing/shop'
import { service, temporaryFolder, testContext } from '../testing/project'
import { git as runtime } from './git'

const GONE = 'a'.repeat(40)

function given() {
  const project = temporaryFolder()
  const git = (...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd: project, encoding: 'utf8' }).trim()
  git('init', '-q', '-b', 'main')
  const commits = ['1', '2'].map((text) => {
    writeFileSync(join(project, 'version.txt'), text)
    git('add', '-A')
    git('commit', '-qm', text)
    return git('rev-parse', 'HEAD')
  }) as [string, string]
  git('tag', 'v1', commits[1])
  const web = service('web', 'git', runtime.settings.parse({ command: ['node', 'server.js'] }))
  const context = testContext(project, { services: [web] })
  return { commits, resolve: (commit: string | null, version = 'v1') => runtime.resolve(context, web, { version, commit }) }
}

describe('the release of a record without a manifest', () => {
  it('is the commit that it names, wherever the tag of its version stands', async () => {
    const { commits: [first], resolve } = given()
    expect(await resolve(first)).toEqual({ kind: 'git', commit: first })
    expect(await resolve(first.slice(0, 10))).toEqual({ kind: 'git', commit: first })
  })

  it('is not known when the commit that it names is gone, although a tag has the name of the version', async () => {
    const { resolve } = given()
    expect(await resolve(GONE)).toBeNull()
  })

  it('is the tag of its version when it names no commit', async () => {
    const { commits: [, second], resolve } = given()
    expect(await resolve(null)).toEqual({ kind: 'git', commit: second })
    expect(await resolve('')).toEqual({ kind: 'git', commit: second })
    expect(await resolve(null, '1')).toEqual({ kind: 'git', commit: second })
    expect(await resolve(null, 'v2')).toBeNull()
  })
})

describe('a service that another program runs, and that was never restarted from here', () => {
  const phases = (settings: object, observed = foreignFact(), state: 'running' | 'stopped' = 'running'): readonly string[] => {
    const web = service('web', 'git', runtime.settings.parse(settings))
    const runs = { release: null, command: 'c', config: {}, data: {} }
    return runtime.plan({ service: web, host: 'local', project: '/p', environment: 'staging', observed, wanted: { state, runs: state === 'running' ? runs : null }, release: null, version: 'v1', artifact: null }).map(({ id }) => id)
  }
  it('is told to stop before it is restarted, where it answers and there is a command for that', () => {
    expect(phases({ restart: ['restart'], stop: ['stop'] })).toEqual(['stop/web@local', 'start/web@local'])
    expect(phases({ restart: ['restart'], stop: ['stop'] }, serviceFact({ state: 'stopped' }))).toEqual(['start/web@local'])
    expect(phases({ restart: ['restart'] })).toEqual(['start/web@local'])
    expect(phases({ restart: ['restart'], stop: ['stop'] }, foreignFact(), 'stopped')).toEqual(['stop/web@local'])
    expect(phases({ restart: ['restart'] }, foreignFact(), 'stopped')).toEqual([])
    expect(phases({ command: ['node'] })).toEqual(['start/web@local'])
  })
})
