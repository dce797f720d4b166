/** git, asked safely: hashes only, no program of the repository's configuration is run. */
import { fail } from '../../../domain/problem'
import { isLooseCommit } from '../../hosts/git-files'
import { GIT_SAFELY } from '../../hosts/git-safely'
import type { Host, Ran } from '../../hosts/host'
import type { OnLine } from '../supervisor'

const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'protocol.ext.allow=never', '-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false']
const QUICK = 20_000
const LONG = 600_000

export const isCommit = (text: string): boolean => /^[0-9a-f]{40}$/.test(text)

/** Reads: never waits for the index lock, never writes it. */
export const askGit = (host: Host, folder: string, words: readonly string[]): Promise<Ran> =>
  host.run(['git', ...SAFE, ...words], { cwd: folder, timeout: QUICK, reads: true, env: { ...GIT_SAFELY, GIT_OPTIONAL_LOCKS: '0' } })

/** Changes the repository's worktrees. Throws `git-failed` with what git printed. */
export async function doGit(host: Host, folder: string, words: readonly string[], onLine: OnLine, abort?: AbortSignal): Promise<Ran> {
  const argv = ['git', ...SAFE, ...words]
  onLine('command', `git ${words.join(' ')}`)
  const ran = await host.run(argv, { cwd: folder, timeout: LONG, env: GIT_SAFELY, onLine, ...(abort ? { abort } : {}) })
  if (ran.exitCode === 0) return ran
  throw fail('git-failed', `git ${words[0] ?? ''} ${words[1] ?? ''} failed in ${folder}: ${ran.stderr.trim().split('\n').at(-1) ?? ''}`, 'Read its output.', { evidence: ran.evidence })
}

/** The full hash of a revision, or null. The revision is never read as an option. */
export async function commitOf(host: Host, repository: string, revision: string): Promise<string | null> {
  if (revision === '' || revision.includes('\0')) return null
  const ran = await askGit(host, repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
  const hash = ran.stdout.trim().split('\n').at(-1) ?? ''
  return ran.exitCode === 0 && isCommit(hash) ? hash : null
}

export const hasCommit = async (host: Host, repository: string, hash: string): Promise<boolean> =>
  isCommit(hash) && (isLooseCommit(repository, hash) || (await once(`${repository} ${hash}`, () => askGit(host, repository, ['cat-file', '-e', `${hash}^{commit}`]))).exitCode === 0)

const asked = new Map<string, Promise<Ran>>()

/** Several services of one repository ask the same at the same time. */
function once(question: string, ask: () => Promise<Ran>): Promise<Ran> {
  const answer = asked.get(question) ?? ask().finally(() => asked.delete(question))
  asked.set(question, answer)
  return answer
}
