import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
