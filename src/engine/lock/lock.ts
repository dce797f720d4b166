/** One run per environment, whoever starts it: the environment's lock file, held until released or until the holder's death. */
import type { BackstepError } from '../../domain/problem'
import { fail } from '../../domain/problem'
import { projectPaths } from '../paths'
import type { Holder, Store } from '../store/store'
import { isLocked, waitForLock } from './os-lock'

export interface Held { release(): Promise<void> }
export interface AcquireOptions {
  /** Milliseconds to wait for the one who holds it; default 0. */
  readonly wait?: number
  readonly abort?: AbortSignal
  /** Knows who holds it, for the message. */
  readonly store?: Pick<Store, 'holder'>
}

/** Takes an environment's lock. Throws `environment-locked` naming the holder. `project` is absolute and has its `.deployments`. */
export async function acquire(project: string, environment: string, options: AcquireOptions = {}): Promise<Held> {
  const file = projectPaths(project).lock(environment)
  const lock = await waitForLock(file, options.wait ?? 0, options.abort)
  if (!lock) throw lockedBy(environment, (await options.store?.holder(environment)) ?? null, file)
  return { release: async () => lock.release() }
}

/** Does anybody hold it? Does not disturb the holder, and creates no file. */
export const isHeld = (project: string, environment: string): boolean => isLocked(projectPaths(project).lock(environment))

function lockedBy(environment: string, holder: Holder | null, file: string): BackstepError {
  const who = holder ? `by ${holder.user} on ${holder.host} since ${holder.since} (run ${holder.runId}, process ${holder.pid})` : 'by another process that has not said who it is yet'
  return fail('environment-locked', `A run is going on in ${environment}: it is held ${who}. Nothing was changed.`, 'Wait for it to end, or open it to watch or cancel it.', { place: { file } })
}
