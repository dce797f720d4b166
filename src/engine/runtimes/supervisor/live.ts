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

/** Ends what an earlier start left behind although its first process is gone. Answers how many there were. */
export async function endLeftOvers(host: Host, state: ServiceState | null): Promise<number> {
  if (!state || state.elsewhere) return 0
  const left = await host.findByEnv(TOKEN, state.token)
  for (const child of left) await host.signal(child, 'SIGKILL')
  await untilGone(host, left, 5_000)
  return left.length
}
