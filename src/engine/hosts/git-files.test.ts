import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/project'
import { createGit } from './git'
import { isLooseCommit, mayBeTracked } from './git-files'
import { createLocalHost } from './local'

const git = (cwd: string, ...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd, encoding: 'utf8' }).trim()

function given(...config: string[]) {
  const repository = temporaryFolder()
  git(repository, 'init', '-q', '-b', 'main')
  for (const one of config) git(repository, 'config', ...one.split('='))
  mkdirSync(join(repository, 'kept/deep'), { recursive: true })
  writeFileSync(join(repository, 'a.txt'), 'a')
  git(repository, 'add', 'a.txt')
  git(repository, 'commit', '-qm', 'v1')
  return { repository, commit: git(repository, 'rev-parse', 'HEAD') }
}
const track = (repository: string, path: string): void => {
  writeFileSync(join(repository, path), path)
  git(repository, 'add', '-f', path)
}

describe('a commit', () => {
  it('is seen as an object of its own, and only a commit', () => {
    const { repository, commit } = given()
    expect(isLooseCommit(repository, commit)).toBe(true)
    for (const other of [git(repository, 'rev-parse', 'HEAD^{tree}'), git(repository, 'rev-parse', 'HEAD:a.txt'), '0'.repeat(40)]) expect(isLooseCommit(repository, other)).toBe(false)
    git(repository, 'gc', '-q')
    expect(isLooseCommit(repository, commit)).toBe(false)
  })

  it.runIf(process.getuid?.() === 0)("of another user's repository is left to git, which may refuse it", async () => {
    const { repository, commit } = given()
    chownSync(join(repository, '.git'), 12345, 12345)
    expect(isLooseCommit(repository, commit)).toBe(false)
  })
})

describe('the index', () => {
  it.each([[], ['index.version=4'], ['core.splitIndex=true'], ['core.untrackedCache=true']])('never says that nothing is tracked when something is (%s)', async (...config) => {
    const { repository } = given(...config)
    for (const path of ['kept/x', 'kept/deep/y', 'other']) track(repository, path)
    const asked = createGit(createLocalHost())
    expect(await asked.tracked(repository, ['kept', 'nothing'])).toEqual(['kept/deep/y', 'kept/x'])
    expect(await asked.tracked(join(repository, 'kept'), ['deep/y'])).toEqual(['deep/y'])
    expect(await asked.tracked(repository, ['nothing'])).toEqual([])
  })

  it('says so by itself where it is plain, also from below and in a worktree', async () => {
    const { repository } = given('index.version=2')
    const [below, tree] = [join(repository, 'kept/deep'), join(repository, 'tree')]
    git(repository, 'worktree', 'add', '-q', '--detach', tree)
    for (const folder of [repository, below, tree]) expect(await mayBeTracked(folder, ['.deployments/runs'])).toBe(false)
    mkdirSync(join(tree, '.deployments'))
    track(tree, '.deployments/runs')
    expect([await mayBeTracked(tree, ['.deployments/runs']), await mayBeTracked(repository, ['.deployments/runs'])]).toEqual([true, false])
    writeFileSync(join(repository, '.git/index'), 'no index')
    expect(await mayBeTracked(repository, ['.deployments/runs'])).toBe(true)
    rmSync(join(repository, '.git'), { recursive: true })
    expect(await mayBeTracked(repository, ['.deployments/runs'])).toBe(false)
  })
})
