/** One run per environment, whoever starts it: the environment's lock file, held until released or until the holder's death. */
import type { BackstepError } from '../../domain/problem'
import { fail } from '../../domain/problem'
import { projectPaths } from '../paths'
import { isLocked, waitForLock } from './os-lock'

export interface Held { release(): Promise<void> }
export interface AcquireOptions {
  /** Milliseconds to wait for the one who holds it; default 0. */
  readonly wait?: number
  readonly abort?: AbortSignal
  /** The problem to throw when it is held still. */
  readonly held?: () => Promise<BackstepError>
}

/** Takes an environment's lock. Throws `environment-locked`. `project` is absolute and has its `.deployments`. */
export async function acquire(project: string, environment: string, options: AcquireOptions = {}): Promise<Held> {
  const file = projectPaths(project).lock(environment)
  const lock = await waitForLock(file, options.wait ?? 0, options.abort)
  if (!lock) throw await (options.held?.() ?? lockedBy(environment))
  return { release: async () => lock.release() }
}

/** Does anybody hold it? Does not disturb the holder, and creates no file. */
export const isHeld = (project: string, environment: string): boolean => isLocked(projectPaths(project).lock(environment))

const lockedBy = (environment: string): BackstepError =>
  fail('environment-locked', `A run is going on in ${environment}. Nothing was changed.`, 'Wait for it to end.')
