/** git, read only: what a reference names, commits and differences between two of them. Runs nothing that a repository's configuration names. */
import { simpleGit, type SimpleGit } from 'simple-git'
import { fail } from '../../domain/problem'
import type { Commit, FileDiff } from '../../domain/views'
import { childEnv } from './allowlist'
import { isLooseCommit, mayBeTracked } from './git-files'
import { parseCommits, parseNumstat, parseUnified, type ChangedFiles } from './git-output'
import { GIT_SAFELY } from './git-safely'
import type { Host, Ran } from './host'
import { MASK } from './secrets'

export interface CommitsBetween {
  /** Newest first, at most as many as asked for. */
  readonly commits: readonly Commit[]
  readonly total: number
  readonly people: number
}
export interface Git {
  /** The full hash of a commit; null when there is none, or no repository. */
  resolve(repo: string, ref: string): Promise<string | null>
  exists(repo: string, hash: string): Promise<boolean>
  /** The commit that is checked out; null when there is none, or no repository. */
  head(repo: string): Promise<string | null>
  commitInfo(repo: string, hash: string): Promise<Commit | null>
  /** Commits in `to` that are not in `from`. */
  commitsBetween(repo: string, from: string, to: string, limit: number): Promise<CommitsBetween>
  diffFiles(repo: string, from: string, to: string): Promise<ChangedFiles>
  /** One file, its path as `diffFiles` lists it: from the repository's top. */
  fileDiff(repo: string, from: string, to: string, path: string): Promise<FileDiff>
  /** Which of the paths git keeps, relative to `repo`; of a folder its files. */
  tracked(repo: string, paths: readonly string[]): Promise<readonly string[]>
}

const TIMEOUT = 20_000
const PATHS_AT_ONCE = 500
const SAFE = ['core.fsmonitor=false', 'protocol.ext.allow=never']
/** Takes no lock, fetches nothing that a partial clone lacks. */
const ENV = { ...GIT_SAFELY, GIT_OPTIONAL_LOCKS: '0', GIT_ALLOW_PROTOCOL: 'none', LC_ALL: 'C' }
/** No program that configuration or attributes name; a renamed file is one that goes and one that comes. */
const DIFF = ['diff-tree', '-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color']
const LOG = ['log', '-z', '--no-show-signature', '--no-color', '--encoding=UTF-8']
const COMMIT = '--format=tformat:%H%x00%s%x00%aN%x00%ct'

const isHash = (text: string): boolean => /^[0-9a-f]{40}$/.test(text)

/** git of this machine. What it prints is masked: a commit, a name or a file may hold a secret. */
export function createGit(host: Host, mask: (text: string) => string = (text) => text): Git {
  const ask = (repo: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    host.run(['git', ...SAFE.flatMap((one) => ['-c', one]), ...words], { cwd: repo, timeout: TIMEOUT, env: { ...ENV, ...env } })

  const resolve = async (repo: string, ref: string): Promise<string | null> => {
    if (ref === '' || ref.includes('\0')) return null
    const ran = await ask(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
    const hash = ran.stdout.trim()
    return ran.exitCode === 0 && isHash(hash) ? hash : null
  }
  const exists = async (repo: string, hash: string): Promise<boolean> =>
    isHash(hash) && (isLooseCommit(repo, hash) || await ask(repo, ['cat-file', '-e', `${hash}^{commit}`]).then((ran) => ran.exitCode === 0, () => false))

  const read = (repo: string, words: readonly string[]): Promise<string> => raw(host, repo, words, mask)
  const changed = (repo: string, from: string, to: string): Promise<string> => read(repo, [...DIFF, '-z', '--numstat', hashOnly(from), hashOnly(to), '--'])
  const masked = (commit: Commit): Commit => ({ ...commit, subject: mask(commit.subject), author: mask(commit.author) })
  /** The name in the repository of a file that was listed with a masked one. */
  const unmasked = async (repo: string, from: string, to: string, path: string): Promise<string> =>
    mask(path) === path && !path.includes(MASK) ? path : (parseNumstat(await changed(repo, from, to)).list.find((file) => mask(file.path) === path)?.path ?? path)

  return {
    resolve,
    exists,
    head: (repo) => resolve(repo, 'HEAD').catch(() => null),
    async commitInfo(repo, hash) {
      if (!(await exists(repo, hash))) return null
      return parseCommits(await read(repo, [...LOG, '--no-walk', COMMIT, hash, '--'])).map(masked)[0] ?? null
    },
    async commitsBetween(repo, from, to, limit) {
      const range = [hashOnly(to), `^${hashOnly(from)}`, '--']
      const [commits, emails] = await Promise.all([
        read(repo, [...LOG, `--max-count=${Math.max(0, Math.floor(limit))}`, COMMIT, ...range]),
        read(repo, [...LOG, '--format=tformat:%aE', ...range])
      ])
      const authors = emails.split('\0').slice(0, -1)
      return { commits: parseCommits(commits).map(masked), total: authors.length, people: new Set(authors).size }
    },
    async diffFiles(repo, from, to) {
      const files = parseNumstat(await changed(repo, from, to))
      return { ...files, list: files.list.map((file) => ({ ...file, path: mask(file.path) })) }
    },
    async fileDiff(repo, from, to, path) {
      if (path === '' || path.includes('\0')) throw fail('path-invalid', 'A file to compare needs a path.', 'Choose a file of the list.')
      const real = await unmasked(repo, from, to, path)
      const ran = await ask(repo, [...DIFF, '-p', '--unified=5', hashOnly(from), hashOnly(to), '--', `:(top,literal)${real}`])
      if (ran.exitCode !== 0) throw unreadable(repo, mask(ran.stderr), ran)
      return maskedDiff(parseUnified(path, ran.stdout), mask)
    },
    async tracked(repo, paths) {
      const found: string[] = []
      if (!(await mayBeTracked(repo, paths))) return found
      for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
        const some = paths.slice(at, at + PATHS_AT_ONCE)
        const ran = await ask(repo, ['ls-files', '-z', '--', ...some], { GIT_LITERAL_PATHSPECS: '1' }).catch(() => null)
        if (ran?.exitCode === 0) found.push(...ran.stdout.split('\0').filter((path) => path !== '').map(mask))
      }
      return found
    }
  }
}

/** Only whole hashes are given to git as revisions: a name could be read as an option. */
function hashOnly(text: string): string {
  if (isHash(text)) return text
  throw fail('commit-unknown', 'Only whole commit hashes can be compared.', 'Record deployments with their commit.')
}

/** What git prints, by simple-git; the words are ours and whole hashes. */
async function raw(host: Host, repo: string, words: readonly string[], mask: (text: string) => string): Promise<string> {
  const git = await open(host, repo)
  return git.raw([...words]).catch((error: unknown) => { throw unreadable(repo, mask(error instanceof Error ? error.message : String(error))) })
}

const maskedDiff = (diff: FileDiff, mask: (text: string) => string): FileDiff =>
  ({ ...diff, hunks: diff.hunks.map(({ header, lines }) => ({ header: mask(header), lines: lines.map((line) => ({ ...line, text: mask(line.text) })) })) })

/** The guards of simple-git refuse even the safe values of these settings and variables, so exactly these are allowed. */
async function open(host: Host, repo: string): Promise<SimpleGit> {
  const binary = await host.which('git')
  if (binary === null) throw fail('program-missing', 'The program git was not found on this machine.', 'Install git, or give its full path.')
  const env = childEnv(process.env, binary, ENV)
  try {
    return simpleGit({
      baseDir: repo, binary, config: SAFE, timeout: { block: TIMEOUT }, allowEnvironment: Object.keys(env),
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeProtocolOverride: true, allowUnsafeCustomBinary: true }
    }).env(env)
  } catch (error) {
    throw unreadable(repo, error instanceof Error ? error.message : String(error))
  }
}

function unreadable(repo: string, said: string, ran?: Ran): Error {
  const last = said.trim().split('\n').at(-1) ?? ''
  return fail('git-failed', `git could not read ${repo}: ${last}`, 'Check that the repository is whole and readable.', ran ? { evidence: ran.evidence } : {})
}
