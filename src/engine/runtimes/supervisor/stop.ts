/** Stops a service's process: its signal, then a wait, then SIGKILL; ends only when nothing of it is left. */
import type { ServiceDefinition } from '../../../domain/definition'
import { LOCAL } from '../../../domain/facts'
import type { Action } from '../../../domain/plan'
import { fail, type Evidence } from '../../../domain/problem'
import type { EnvironmentContext } from '../../context'
import type { Host, ProcessId } from '../../hosts/host'
import { untilGone } from '../../hosts/until-gone'
import { endLeftOvers, findLive } from './live'
import { stopElsewhere } from './restart'
import { refuseAborted, type OnLine } from './start'
import { readState, writeState } from './state'

export type StopAction = Extract<Action, { kind: 'stop-process' }>

const AFTER_KILL = 10_000

/**
 * That the stop is ours is written before the signal: if we die in between, a process that ends is found stopped, not gone.
 * What it was started with stays written until then, for it is true for as long as the process lives.
 */
export async function stopProcess(context: EnvironmentContext, service: ServiceDefinition, action: StopAction, onLine: OnLine, abort?: AbortSignal): Promise<Evidence> {
  const host = context.host(service.hosts[0] ?? LOCAL)
  refuseAborted(service, abort)
  if (action.argv) return stopElsewhere(context, host, service, action.argv, action, onLine, abort)
  const began = performance.now()
  const state = await readState(context, service.name)
  const live = await findLive(host, state)
  if (live) await requireOurs(host, service, live)
  if (state) await writeState(context, service.name, { ...state, stoppedByUs: true })
  const how = live ? await end(host, service, live, action, onLine, abort) : 'was not running'
  const left = await endLeftOvers(host, service.name, state)
  if (state) await writeState(context, service.name, { ...state, stoppedByUs: true, nothingLeft: true })
  const observed = left > 0 ? `${how}; ended ${left} that it had left behind` : how
  onLine('note', `${service.name} ${observed}.`)
  return { duration: Math.round(performance.now() - began), observed }
}

/** What may not be signalled is not waited for. */
async function requireOurs(host: Host, service: ServiceDefinition, live: ProcessId): Promise<void> {
  const [owner, me] = [await host.ownerOf(live), process.geteuid?.()]
  if (owner === null || me === 0 || me === undefined || owner === me) return
  throw fail('service-other-user', `${service.name} (process ${live.pid}) runs as another user (number ${owner}), so it cannot be stopped by this one. It was not touched.`, 'Run Backstep as that user, or as root.')
}

async function end(host: Host, service: ServiceDefinition, live: ProcessId, action: StopAction, onLine: OnLine, abort?: AbortSignal): Promise<string> {
  const began = performance.now()
  const took = (): string => `after ${((performance.now() - began) / 1000).toFixed(1)} s`
  onLine('command', `kill -${action.signal.replace(/^SIG/, '')} -- -${live.pid}`)
  await host.signal(live, action.signal as NodeJS.Signals)
  if (await untilGone(host, [live], action.timeout, abort)) return `stopped on ${action.signal} ${took()}`
  if (abort?.aborted) throw fail('cancelled', `Cancelled while ${service.name} (process ${live.pid}) was stopping; it has got its ${action.signal}.`, '')
  onLine('note', `${service.name} ignored ${action.signal} for ${action.timeout / 1000} s.`)
  onLine('command', `kill -KILL -- -${live.pid}`)
  await host.signal(live, 'SIGKILL')
  if (await untilGone(host, [live], AFTER_KILL)) return `ignored ${action.signal} and was killed ${took()}`
  throw fail('service-not-stopped', `${service.name} (process ${live.pid}) still lives ${took()}, also after SIGKILL.`, 'It probably waits for a disk or a network file system. Look at it on the machine.')
}
