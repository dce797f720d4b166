import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../hosts/host'
import { createLocalHost } from '../../hosts/local'
import { temporaryFolder } from '../../testing/project'
import { headOf } from './head'
import { hasStale } from './stale'

const git = (cwd: string, ...words: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], { cwd, encoding: 'utf8' }).trim()

function given(repository = temporaryFolder()) {
  mkdirSync(repository, { recursive: true })
  git(repository, 'init', '-q', '-b', 'main')
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'v1')
  const commit = git(repository, 'rev-parse', 'HEAD')
  const tree = join(repository, 'releases', commit.slice(0, 12))
  git(repository, 'worktree', 'add', '-q', '--detach', tree, commit)
  let asked = 0
  const local = createLocalHost()
  const host: Host = { ...local, run: (...words) => { asked += 1; return local.run(...words) } }
  return { repository, commit, tree, head: (path: string) => headOf(host, path), asked: () => asked }
}

describe('the commit of a worktree', () => {
  it('is read from the files of git', async () => {
    const { commit, tree, head, asked } = given()
    expect([await head(tree), asked()]).toEqual([commit, 0])
  })

  it('is what git says where its files do not say it plainly', async () => {
    const { repository, commit, tree, head } = given()
    expect(await head(repository)).toBe(commit)
    git(tree, 'checkout', '-q', '-b', 'edited')
    git(tree, 'commit', '-q', '--allow-empty', '-m', 'v2')
    expect(await head(tree)).toBe(git(tree, 'rev-parse', 'HEAD'))
  })

  it('is none of a folder in a repository, of one that says it is a worktree and is not, or of nothing', async () => {
    const { repository, tree, head } = given()
    mkdirSync(join(repository, 'inside'))
    expect(await head(join(repository, 'inside'))).toBeNull()
    expect(await head(join(repository, 'none'))).toBeNull()
    writeFileSync(join(tree, '.git'), `gitdir: ${join(repository, 'nowhere')}\n`)
    expect(await head(tree)).toBeNull()
  })

  it('is told below a folder whose name holds a line break', async () => {
    const { commit, tree, head } = given(join(temporaryFolder(), 'two\nlines'))
    expect(await head(tree)).toBe(commit)
  })

  it('of a worktree that was moved by hand is what git makes of it', async () => {
    const { repository, commit, tree, head, asked } = given()
    renameSync(tree, join(repository, 'moved'))
    expect([await head(join(repository, 'moved')), asked()]).toEqual([commit, 1])
  })
})

it('a worktree whose folder or record is gone is stale', () => {
  const { repository, commit, tree } = given()
  expect(hasStale(repository)).toBe(false)
  writeFileSync(join(repository, '.git/worktrees', commit.slice(0, 12), 'gitdir'), '')
  expect(hasStale(repository)).toBe(true)
  git(repository, 'worktree', 'prune')
  expect(hasStale(repository)).toBe(false)
  rmSync(tree, { recursive: true })
  git(repository, 'worktree', 'add', '-q', '--detach', tree, commit)
  rmSync(tree, { recursive: true })
  expect(hasStale(repository)).toBe(true)
  expect(hasStale(tree)).toBe(true)
})
