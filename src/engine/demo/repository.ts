/** The shop's git repository, written in one go by `git fast-import`. */
import { fail } from '../../domain/problem'
import type { Host, Ran } from '../hosts/host'
import { shopCommits, type Commit } from './commits'
import type { Tree } from './tree'

const PLAIN = ['-c', 'core.autocrlf=false', '-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false', '-c', 'advice.detachedHead=false']

/** Runs git in a folder; any failure is the demo's. Only texts of our own come in as arguments. */
export async function git(host: Host, folder: string, argv: readonly string[], input?: string): Promise<Ran> {
  const env = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const ran = await host.run(['git', ...PLAIN, ...argv], { cwd: folder, timeout: 30_000, env, ...(input === undefined ? {} : { input }) })
  if (ran.exitCode === 0) return ran
  throw fail('demo-git', `git ${argv[0] ?? ''} failed in ${folder}: ${ran.stderr.trim() || `exit ${ran.exitCode ?? ran.signal}`}.`, 'Look at what git says, then create the demo again.', { evidence: ran.evidence })
}

/** Creates the repository with all commits and tags, and checks out `main`. Answers each tag's commit. */
export async function createRepository(host: Host, folder: string): Promise<ReadonlyMap<string, string>> {
  await git(host, folder, ['init', '--quiet'])
  await git(host, folder, ['fast-import', '--quiet'], fastImport(shopCommits()))
  await git(host, folder, ['symbolic-ref', 'HEAD', 'refs/heads/main'])
  await git(host, folder, ['reset', '--quiet', '--hard'])
  const { stdout } = await git(host, folder, ['for-each-ref', '--format=%(refname:strip=2) %(objectname)', 'refs/tags'])
  return new Map(stdout.trim().split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]))
}

function fastImport(commits: readonly Commit[]): string {
  const blocks = commits.map((commit, index) => {
    const before = commits[index - 1]?.tree ?? {}
    return [
      'commit refs/heads/main',
      `author ${who(commit)}`,
      `committer ${who(commit)}`,
      data(`${commit.subject}\n`),
      ...changed(before, commit.tree).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
      ...(commit.tag === null ? [] : [`reset refs/tags/${commit.tag}`, 'from refs/heads/main', ''])
    ].join('\n')
  })
  return `${blocks.join('\n')}\ndone\n`
}
const who = ({ author, email, at }: Commit): string => `${author} <${email}> ${at} +0000`
const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`
const changed = (before: Tree, after: Tree): readonly [string, string][] => Object.entries(after).filter(([path, text]) => before[path] !== text)
