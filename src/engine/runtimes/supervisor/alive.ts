/** Waiting for something of a service that was just started, for as long as its process lives. */
import type { ServiceDefinition } from '../../../domain/definition'
import { LOCAL } from '../../../domain/facts'
import { fail, type BackstepError } from '../../../domain/problem'
import { tellingLine } from '../../../domain/telling-line'
import type { EnvironmentContext } from '../../context'
import type { Host, ProcessId } from '../../hosts/host'
import { pause } from '../../hosts/until-gone'
import { findLive } from './live'
import { followLast, logPath, sizeOf, type LastLines } from './log'
import { readState } from './state'
import type { OnLine } from './start'

const POLL = 100
/** Another program answered as the service should before that was started: it gets so long to end because its address is taken. */
const DOUBT = 1_000

/**
 * Gives its lines while the work goes on. Throws `service-exited` with the last of them as soon as it has ended, and aborts the work.
 * Of a service that another program supervises nothing is known: it is only waited for.
 */
export async function whileAlive<T>(context: EnvironmentContext, service: ServiceDefinition, onLine: OnLine, abort: AbortSignal, work: (abort: AbortSignal) => Promise<T>): Promise<T> {
  const host = context.host(service.hosts[0] ?? LOCAL)
  const state = await readState(context, service.name)
  if (!state || state.elsewhere) return work(abort)
  const log = logPath(context, service.name)
  const lines = followLast(context, log, state.printedFrom ?? (await sizeOf(log)), onLine)
  const ended = new AbortController()
  try {
    const live = await findLive(host, state)
    const either = AbortSignal.any([abort, ended.signal])
    const worked = live && (await Promise.race([workOf(work, either, state.answeredBefore ? DOUBT : 0), died(host, live, ended.signal)]))
    if (worked && (await host.isAlive(live))) return worked.value
  } finally {
    ended.abort()
    await lines.stop()
  }
  throw exited(service, 'while its answers were awaited', log, lines)
}

async function workOf<T>(work: (abort: AbortSignal) => Promise<T>, abort: AbortSignal, doubt: number): Promise<{ readonly value: T }> {
  if (doubt > 0) await pause(doubt, abort)
  return { value: await work(abort) }
}

/** Null when it has ended; never while the signal is not aborted and it lives. */
async function died(host: Host, id: ProcessId, over: AbortSignal): Promise<null> {
  while (!over.aborted && (await host.isAlive(id))) await pause(POLL, over)
  return null
}

/** `when` continues the sentence. */
export function exited(service: ServiceDefinition, when: string, log: string, { last }: LastLines, evidence: object = {}): BackstepError {
  const line = tellingLine(last)
  return fail('service-exited', `${service.name} ended ${when}${line === null ? ' and printed nothing' : `: ${line}`}`, `Read its log ${log}.`, {
    evidence: { duration: 0, output: last, observed: 'its process ended', ...evidence }
  })
}
