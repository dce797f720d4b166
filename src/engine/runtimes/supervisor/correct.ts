/** Puts a service's record right after whoever wrote it was killed between two of its writes. The caller has the environment's lock. */
import type { ServiceDefinition } from '../../../domain/definition'
import { LOCAL } from '../../../domain/facts'
import type { EnvironmentContext } from '../../context'
import { findLive } from './live'
import { readState, writeState } from './state'

/** One that was found by its token gets its pid. One that lives although its stop was written down was not stopped: when it ends, it has ended by itself. */
export async function correctRecord(context: EnvironmentContext, service: ServiceDefinition): Promise<void> {
  const host = context.host(service.hosts[0] ?? LOCAL)
  const state = await readState(context, service.name)
  if (!state || state.elsewhere || (state.process !== null && !state.stoppedByUs)) return
  const live = await findLive(host, state)
  if (!live) return
  await writeState(context, service.name, { ...state, process: live, stoppedByUs: false, startedAt: state.startedAt ?? (await host.startedAt(live)) })
}
