/** Waits for a service to answer after its start. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Probe } from '../../domain/definition'
import type { ProbeResult } from '../../domain/facts'
import type { Clock } from '../context'
import { askProbe } from './ask'

export interface AwaitOptions {
  readonly abort?: AbortSignal
  /** A sentence whenever a probe's answer is another than before. */
  readonly onLine?: (text: string) => void
  readonly clock?: Clock
  readonly mask?: (text: string) => string
}
const LONGEST_ASK = 5_000
/** Also the last question, right before the time is over, gets the chance to be answered. */
const SHORTEST_ASK = 500

/** Asks every probe until it answered well `consecutive` times in a row or its `within` is over; the last answer of each. */
export const awaitProbes = (probes: readonly Probe[], version: string | null, options: AwaitOptions = {}): Promise<readonly ProbeResult[]> =>
  Promise.all(probes.map((probe) => awaitOne(probe, version, options)))

async function awaitOne(probe: Probe, version: string | null, options: AwaitOptions): Promise<ProbeResult> {
  const end = performance.now() + probe.within
  const { clock, abort, mask } = options
  let good = 0
  let said = ''
  for (;;) {
    const timeout = Math.max(SHORTEST_ASK, Math.min(LONGEST_ASK, Math.ceil(end - performance.now())))
    const result = await askProbe(probe, version, { timeout, ...(abort ? { abort } : {}), ...(clock ? { now: () => clock.now() } : {}), ...(mask ? { mask } : {}) })
    good = result.ok ? good + 1 : 0
    if (result.message !== said) options.onLine?.(`${result.ask} ${result.ok ? `answers ${result.message}` : result.message}`)
    said = result.message
    const left = end - performance.now()
    if (good >= probe.consecutive || left <= 0 || abort?.aborted) return good > 0 && good < probe.consecutive ? unsteady(result, good, probe) : result
    await sleep(Math.min(probe.interval, left), undefined, abort ? { signal: abort } : {}).catch(() => undefined)
  }
}

const unsteady = (result: ProbeResult, good: number, probe: Probe): ProbeResult =>
  ({ ...result, ok: false, message: `answered well ${good} times in a row, expected ${probe.consecutive}` })
