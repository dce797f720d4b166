import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '../../domain/problem'
import { createGit } from './git'
import { parseNumstat, parseUnified } from './git-output'
import { createLocalHost } from './local'
import { createSecrets, MASK } from './secrets'

const git = createGit(createLocalHost())
let base: string
let repo: string
let first: string
let last: string
const run = (...words: string[]): string =>
  execFileSync('git', words, { cwd: repo, encoding: 'utf8', env: { ...process.env, GIT_AUTHOR_DATE: '2025-01-02T03:04:05Z', GIT_COMMITTER_DATE: '2025-01-02T03:04:05Z', GIT_COMMITTER_NAME: 'Committer', GIT_COMMITTER_EMAIL: 'committer@example.invalid' } }).trim()
function commit(subject: string, author: string, files: Record<string, string | Buffer>): string {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repo, path), content)
  run('add', '-A')
  run('-c', 'user.name=Committer', '-c', 'user.email=c@x', 'commit', '-qm', subject, '--author', `${author} <${author}@x>`)
  return run('rev-parse', 'HEAD')
}
const numbered = (changed?: number): string => Array.from({ length: 30 }, (_, at) => (at === changed ? 'changed' : `line ${at + 1}`)).join('\n') + '\n'

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-git-')))
  repo = join(base, 'repo')
  mkdirSync(join(repo, 'folder'), { recursive: true })
  run('init', '-q', '-b', 'main')
  first = commit('first', 'ann', { 'a.txt': numbered(), 'folder/ü b.txt': 'x\n', 'image.bin': Buffer.from([0, 1, 2]) })
  commit('second "quoted" $(id)', 'ben', { 'a.txt': numbered(14) })
  last = commit('third', 'ann', { 'folder/ü b.txt': 'x\ny\n', 'image.bin': Buffer.from([0, 9]), 'new\tname': 'n\n' })
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('references', () => {
  it('names commits by hash, branch and ancestor', async () => {
    run('tag', '-a', '-m', 'tag', 'v1', first)
    expect(await git.resolve(repo, 'main')).toBe(last)
    expect(await git.resolve(repo, 'main~2')).toBe(first)
    expect(await git.resolve(repo, 'v1')).toBe(first)
    expect(await git.resolve(repo, last.slice(0, 10))).toBe(last)
    expect(await git.head(repo)).toBe(last)
  })
  it('answers null for what is none, and reads nothing as an option', async () => {
    const out = join(base, 'written')
    for (const ref of ['', 'nope', '--all', `--output=${out}`, '--upload-pack=touch x', '^HEAD', 'HEAD~2..HEAD', 'HEAD\0', 'HEAD:a.txt', '-x']) expect(await git.resolve(repo, ref)).toBeNull()
    expect(existsSync(out)).toBe(false)
  })
  it('is what the hash says, also where the repository has another commit in its place', async () => {
    const other = run('-c', 'user.name=M', '-c', 'user.email=m@x', 'commit-tree', `${first}^{tree}`, '-p', `${last}~1`, '-m', 'in its place')
    run('replace', last, other)
    try {
      expect(run('log', '-1', '--format=%s', last)).toBe('in its place')
      expect(await git.commitInfo(repo, last)).toMatchObject({ subject: 'third' })
      expect((await git.diffFiles(repo, first, last)).total).toBeGreaterThan(0)
    } finally {
      run('replace', '-d', last)
    }
  })
  it('answers null without a repository', async () => {
    expect(await git.resolve(base, 'HEAD')).toBeNull()
    expect(await git.head(base)).toBeNull()
    expect(await git.head(join(base, 'gone'))).toBeNull()
    expect(await git.exists(base, last)).toBe(false)
    expect(await git.tracked(base, ['a.txt'])).toEqual([])
  })
  it('knows which commits exist, by whole hash only', async () => {
    expect(await git.exists(repo, first)).toBe(true)
    expect(await git.exists(repo, '0'.repeat(40))).toBe(false)
    expect(await git.exists(repo, first.slice(0, 12))).toBe(false)
    expect(await git.exists(repo, 'main')).toBe(false)
  })
})

it('knows what is tracked, patterns taken literally', async () => {
  writeFileSync(join(repo, 'loose'), '')
  expect(await git.tracked(repo, ['a.txt', 'loose', '*.bin', 'folder'])).toEqual(['a.txt', 'folder/ü b.txt'])
  expect(await git.tracked(repo, [])).toEqual([])
})

describe('commits', () => {
  it('tells one commit', async () => {
    expect(await git.commitInfo(repo, first)).toEqual({ hash: first, subject: 'first', author: 'ann', at: '2025-01-02T03:04:05.000Z' })
    expect(await git.commitInfo(repo, '0'.repeat(40))).toBeNull()
  })
  it('lists those in between, newest first, and counts beyond the limit', async () => {
    const all = await git.commitsBetween(repo, first, last, 10)
    expect(all.commits.map((one) => [one.subject, one.author])).toEqual([['third', 'ann'], ['second "quoted" $(id)', 'ben']])
    expect(all).toMatchObject({ total: 2, people: 2 })
    expect(await git.commitsBetween(repo, first, last, 1)).toMatchObject({ commits: [{ hash: last }], total: 2, people: 2 })
    expect(await git.commitsBetween(repo, last, first, 10)).toEqual({ commits: [], total: 0, people: 0 })
  })
  it('takes only whole hashes', async () => {
    for (const bad of ['main', '--output=x', first.slice(0, 8)]) {
      expect(await git.commitsBetween(repo, bad, last, 1).catch(problemOf)).toMatchObject({ code: 'commit-unknown' })
      expect(await git.diffFiles(repo, first, bad).catch(problemOf)).toMatchObject({ code: 'commit-unknown' })
      expect(await git.fileDiff(repo, bad, last, 'a.txt').catch(problemOf)).toMatchObject({ code: 'commit-unknown' })
    }
    expect(await git.diffFiles(repo, first, '0'.repeat(40)).catch(problemOf)).toMatchObject({ code: 'git-failed' })
  })
})

describe('secrets', () => {
  const SECRET = 'sk_live_0123456789abcdef'
  it('are masked in everything that git prints, also in names of files', async () => {
    const from = run('rev-parse', 'HEAD')
    const to = commit(`rotate ${SECRET}`, `ann ${SECRET}`, { [`key-${SECRET}.txt`]: `is ${SECRET}\npassword=hunter22\n` })
    const secrets = createSecrets({ PAYMENT_API_KEY: SECRET })
    const masked = createGit(createLocalHost({ secrets }), (text) => secrets.mask(text))
    const [commits, files, info] = [await masked.commitsBetween(repo, from, to, 5), await masked.diffFiles(repo, from, to), await masked.commitInfo(repo, to)]
    const path = files.list[0]?.path ?? ''
    const diff = await masked.fileDiff(repo, from, to, path)
    expect(commits.commits).toEqual([expect.objectContaining({ hash: to, subject: `rotate ${MASK}`, author: `ann ${MASK}` })])
    expect(info).toMatchObject({ subject: `rotate ${MASK}`, author: `ann ${MASK}` })
    expect(path).toBe(`key-${MASK}.txt`)
    expect(diff).toMatchObject({ path, hunks: [{ lines: [{ kind: 'back', text: `is ${MASK}` }, { kind: 'back', text: `password=${MASK}` }] }] })
    expect(await masked.tracked(repo, [`key-${SECRET}.txt`])).toEqual([path])
    expect(JSON.stringify([commits, files, info, diff])).not.toContain(SECRET)
    run('reset', '-q', '--hard', from)
  })
})

describe('differences', () => {
  it('lists files with their lines', async () => {
    expect(await git.diffFiles(repo, first, last)).toEqual({
      total: 4, added: 3, removed: 1,
      list: [
        { path: 'a.txt', added: 1, removed: 1, binary: false },
        { path: 'folder/ü b.txt', added: 1, removed: 0, binary: false },
        { path: 'image.bin', added: 0, removed: 0, binary: true },
        { path: 'new\tname', added: 1, removed: 0, binary: false }
      ]
    })
  })
  it('caps the list and counts all', () => {
    const found = parseNumstat(Array.from({ length: 2500 }, (_, at) => `1\t2\tf${at}\0`).join(''))
    expect([found.total, found.added, found.removed, found.list.length]).toEqual([2500, 2500, 5000, 2000])
  })
  it('shows one file with five lines around, numbered on both sides', async () => {
    const { hunks, ...rest } = await git.fileDiff(repo, last, first, 'a.txt')
    expect(rest).toEqual({ path: 'a.txt', truncated: false, binary: false })
    expect(hunks).toHaveLength(1)
    expect(hunks[0]!.lines).toHaveLength(12)
    expect(hunks[0]!.lines.slice(4, 8)).toEqual([
      { kind: 'same', text: 'line 14', left: 14, right: 14 },
      { kind: 'away', text: 'changed', left: 15, right: null },
      { kind: 'back', text: 'line 15', left: null, right: 15 },
      { kind: 'same', text: 'line 16', left: 16, right: 16 }
    ])
  })
  it('says that a file is binary, and reads a path as it is', async () => {
    expect(await git.fileDiff(repo, first, last, 'image.bin')).toMatchObject({ binary: true, hunks: [] })
    expect((await git.fileDiff(repo, first, last, 'new\tname')).hunks[0]!.lines).toEqual([{ kind: 'back', text: 'n', left: null, right: 1 }])
    expect((await git.fileDiff(join(repo, 'folder'), first, last, 'folder/ü b.txt')).hunks).toHaveLength(1)
    expect((await git.fileDiff(repo, first, last, '*.txt')).hunks).toEqual([])
  })
  it('cuts a long one', () => {
    const long = parseUnified('x', `diff --git a/x b/x\n@@ -0,0 +1,30000 @@\n${'+a\n'.repeat(30_000)}`)
    expect(long.truncated).toBe(true)
    expect(long.hunks[0]!.lines).toHaveLength(20_000)
    expect(parseUnified('x', `@@ -0,0 +1,20000 @@\n${'+a\n'.repeat(20_000)}`).truncated).toBe(false)
  })
  it('runs no program that the repository names', async () => {
    const evil = join(base, 'evil.sh')
    const ran = join(base, 'ran')
    writeFileSync(evil, `#!/bin/sh\ntouch ${ran}\n`)
    chmodSync(evil, 0o755)
    const settings = ['core.fsmonitor', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'gpg.program', 'core.pager']
    for (const name of settings) run('config', name, evil)
    run('config', 'log.showSignature', 'true')
    writeFileSync(join(repo, '.git/info/attributes'), '* diff=evil\n')
    await git.commitsBetween(repo, first, last, 5)
    await git.diffFiles(repo, first, last)
    expect((await git.fileDiff(repo, first, last, 'a.txt')).hunks).toHaveLength(1)
    await git.tracked(repo, ['a.txt'])
    expect(existsSync(ran)).toBe(false)
  })
})
