import { fail } from '../../../domain/problem'
import { listOf } from '../../../domain/text'
import type { Host, ProcessId } from '../../hosts/host'
import { oldest, untilGone } from '../../hosts/until-gone'
import { TOKEN, type ServiceState } from './state'

/** The process that the record speaks of, if it lives: by pid, start time and boot, or by its token when the pid was never written. */
export async function findLive(host: Host, state: ServiceState | null): Promise<ProcessId | null> {
  if (!state || state.elsewhere) return null
  if (state.process) return (await host.isAlive(state.process)) ? state.process : null
  return oldest(await host.findByEnv(TOKEN, state.token))
}

/** Does anything live that an earlier start left behind? */
export const hasLeftOvers = async (host: Host, state: ServiceState | null): Promise<boolean> =>
  state !== null && !state.elsewhere && (await host.findByEnv(TOKEN, state.token)).length > 0

/** What starts anew whatever is ended goes on for so long at most. */
const PATIENCE = 5_000

/**
 * Ends what an earlier start left behind although its first process is gone, until none is found: one that was ended may have started
 * another just before. Answers how many there were; fails where some live on, for then the service has not stopped.
 */
export async function endLeftOvers(host: Host, service: string, state: ServiceState | null, patience = PATIENCE): Promise<number> {
  if (!state || state.elsewhere) return 0
  const until = performance.now() + patience
  for (let ended = 0; ;) {
    const left = await host.findByEnv(TOKEN, state.token)
    if (left.length === 0) return ended
    if (performance.now() >= until) throw stillLive(service, left)
    for (const child of left) await host.signal(child, 'SIGKILL')
    if (await untilGone(host, left, until - performance.now())) ended += left.length
  }
}

const stillLive = (service: string, left: readonly ProcessId[]): Error =>
  fail('service-not-stopped', `What ${service} had started still lives, also after SIGKILL: ${left.length === 1 ? 'process' : 'processes'} ${listOf(left.map(({ pid }) => String(pid)))}.`, 'It waits for a disk or a network file system, or is started again and again. Look at it on the machine.')
