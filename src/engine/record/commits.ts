/** Which commit a deployment is recorded with, and what was captured of another one. */
import { fail } from '../../domain/problem'
import type { Manifest } from '../../domain/manifest'
import type { OtherCommit } from '../engine'
import { gitOf } from '../session/git'
import type { Session } from '../session/session'

/** In full; null asks for the one that is checked out now, and is answered where there is none. Throws `commit-unknown`. */
export async function commitOf(session: Session, commit: string | null): Promise<string | null> {
  const git = gitOf(session)
  if (commit === null) return git.head(session.path)
  const found = await git.resolve(session.path, commit)
  if (found !== null) return found
  throw fail('commit-unknown', `There is no commit '${commit}' in ${session.path}. Nothing was changed.`, 'Give a commit that exists, or fetch it first.')
}

/** A commit that is not in the project's repository is that of a service with another one. */
export async function otherCommits(session: Session, commit: string | null, releases: Manifest['releases']): Promise<readonly OtherCommit[]> {
  if (commit === null) return []
  const others = Object.entries(releases).flatMap(([service, release]) => (release.kind === 'git' && !release.commit.startsWith(commit) ? [{ service, commit: release.commit }] : []))
  const own = await Promise.all(others.map((other) => gitOf(session).exists(session.path, other.commit)))
  return others.filter((_, index) => own[index])
}
