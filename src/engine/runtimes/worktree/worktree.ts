/**
 * One worktree for each commit, beside the running one. `<folder>.ready.json` is written after the checkout and the build, and removed
 * before anything of it is touched: without it a worktree counts as half-made, whatever is in it.
 */
import { lstat, readdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson, sha256Hex } from '../../../domain/canonical'
import type { Action } from '../../../domain/plan'
import { fail, type Evidence } from '../../../domain/problem'
import { shortCommit } from '../../../domain/text'
import type { EnvironmentContext } from '../../context'
import type { Host } from '../../hosts/host'
import { environmentOf } from '../supervisor/start'
import type { OnLine } from '../supervisor'
import { alone } from './alone'
import { askGit, doGit, isCommit } from './git'
import { headOf, isFolder } from './head'
import { hasStale } from './stale'

export type WorktreeAction = Extract<Action, { kind: 'worktree' }>
type Wanted = Pick<WorktreeAction, 'path' | 'commit' | 'build'>

const markerOf = (path: string): string => `${path}.ready.json`
const markerFor = ({ commit, build }: Wanted): string => `${canonicalJson({ commit, build: sha256Hex(canonicalJson(build)) })}\n`

/** Complete, built as wanted, at its commit, and no tracked file changed. */
export async function isPrepared(context: EnvironmentContext, host: Host, wanted: Wanted): Promise<boolean> {
  const marker = await context.files.read(markerOf(wanted.path))
  return marker?.toString('utf8') === markerFor(wanted) && (await headOf(host, wanted.path)) === wanted.commit && (await isClean(host, wanted.path))
}

async function isClean(host: Host, path: string): Promise<boolean> {
  const status = await askGit(host, path, ['status', '--porcelain', '--untracked-files=no'])
  return status.exitCode === 0 && status.stdout.trim() === ''
}

/** Performs the action: after it the worktree is prepared, or it throws. */
export async function makeWorktree(context: EnvironmentContext, hostName: string, action: WorktreeAction, onLine: OnLine, abort?: AbortSignal): Promise<Evidence> {
  const host = context.host(hostName)
  const began = performance.now()
  const done = (observed: string): Evidence => ({ cwd: action.path, duration: Math.round(performance.now() - began), observed })
  if (!isCommit(action.commit)) throw fail('commit-invalid', `${action.commit} is not the full hash of a commit. Nothing was changed.`, 'Make a new plan.')
  if (await isPrepared(context, host, action)) return done('was there already, complete')
  await alone(action.repository, async () => {
    await repairOrClear(context, host, action, onLine, abort)
    await context.files.makeFolder(dirname(action.path), 0o755)
    if ((await headOf(host, action.path)) === null) await doGit(host, action.repository, ['worktree', 'add', '--force', '--force', '--detach', action.path, action.commit], onLine, abort)
  })
  await build(context, host, action, onLine, abort)
  // Git does not sync what it checks out, so the mark must not outlast that: without it the worktree is made again.
  await context.files.write(markerOf(action.path), markerFor(action), { mode: 0o600, lasts: 'none' })
  return done(`at commit ${shortCommit(action.commit)}${action.build ? ', built' : ''}`)
}

/** What was complete once is put right where it is, for something may run in it; anything else is taken away. */
async function repairOrClear(context: EnvironmentContext, host: Host, action: WorktreeAction, onLine: OnLine, abort?: AbortSignal): Promise<void> {
  const wasComplete = (await context.files.read(markerOf(action.path))) !== null
  await context.files.remove(markerOf(action.path))
  if (wasComplete && (await headOf(host, action.path)) !== null && (await resets(host, action, onLine))) return
  if (isFolder(action.path)) await clear(context, host, action, onLine, abort)
  if (hasStale(action.repository)) await askGit(host, action.repository, ['worktree', 'prune'])
}

async function resets(host: Host, action: WorktreeAction, onLine: OnLine): Promise<boolean> {
  return doGit(host, action.path, ['reset', '--hard', action.commit], onLine).then(() => true, () => false)
}

/** Only what git knows as its worktree is deleted; a folder that somebody else put there is moved aside. */
async function clear(context: EnvironmentContext, host: Host, action: WorktreeAction, onLine: OnLine, abort?: AbortSignal): Promise<void> {
  const removed = await doGit(host, action.repository, ['worktree', 'remove', '--force', '--force', '--', action.path], onLine, abort).then(() => true, () => false)
  if (removed || !isFolder(action.path) || (await readdir(action.path)).length === 0) return
  const aside = await freeName(`${action.path}.aside`)
  await context.files.rename(action.path, aside)
  onLine('note', `${action.path} was no worktree of ${action.repository}; moved to ${aside}.`)
}

async function freeName(base: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = `${base}-${n}`
    if (!(await lstat(name).catch(() => null))) return name
  }
}

async function build(context: EnvironmentContext, host: Host, action: WorktreeAction, onLine: OnLine, abort?: AbortSignal): Promise<void> {
  if (!action.build) return
  onLine('command', action.build.join(' '))
  const ran = await host.run(action.build, { cwd: await realpath(join(action.path)), timeout: action.timeout, env: environmentOf(context, action.env), onLine, ...(abort ? { abort } : {}) })
  if (ran.exitCode === 0) return
  throw fail('build-failed', `${action.build.join(' ')} failed for ${action.service} at ${shortCommit(action.commit)}${ran.timedOut ? `: it took more than ${action.timeout / 1000} s` : ''}. What runs was not touched.`, 'Read its output, or choose another target.', { evidence: ran.evidence })
}
