/**
 * Asks from outside what a service is now. A version is *proven* when a probe read it, *seen* when what runs says so, else *not proven*:
 * that is a warning, so its finding is `ok` with `proven` telling how far. Only another version that was proven is not `ok`.
 */
import { provesVersion, type Probe } from '../../domain/definition'
import type { ProbeResult, ServiceFact } from '../../domain/facts'
import type { Finding } from '../../domain/run'
import { askProbe } from './ask'
import { namesAnother } from './judge'

export interface VerifyInput { readonly service: string; readonly probes: readonly Probe[]; readonly version: string }
export interface VerifyOptions {
  readonly abort?: AbortSignal
  readonly ask?: typeof askProbe
  /** Milliseconds for one answer. */
  readonly timeout?: number
  readonly mask?: (text: string) => string
}
const TIMEOUT = 5_000

/** One finding of kind `process`, one of kind `version`, and one of kind `health` for each probe of health. */
export async function verifyService(fact: ServiceFact, input: VerifyInput, options: VerifyOptions = {}): Promise<readonly Finding[]> {
  const process = processFinding(fact, input.service)
  if (!process.ok) return [process]
  const ask = options.ask ?? askProbe
  const asked = await Promise.all(input.probes.map(async (probe) => ({
    probe, result: await ask(probe, input.version, { timeout: options.timeout ?? TIMEOUT, ...(options.abort ? { abort: options.abort } : {}), ...(options.mask ? { mask: options.mask } : {}) })
  })))
  return [process, versionFinding(fact, input, asked), ...asked.filter(({ probe }) => !provesVersion(probe)).map(({ result }) => healthFinding(input.service, result))]
}

interface Asked { readonly probe: Probe; readonly result: ProbeResult }

function processFinding(fact: ServiceFact, subject: string): Finding {
  if (!fact.known) return { ok: false, subject, kind: 'process', message: `${subject} could not be observed: ${fact.reason}`, proof: [], wanted: 'running', observed: 'unknown' }
  const { state } = fact.is
  const ok = state === 'running'
  const observed = fact.seen.pid === null ? state : `${state}, process ${fact.seen.pid}`
  return { ok, subject, kind: 'process', message: ok ? `${subject} runs` : `${subject} does not run: ${fact.seen.detail}`, proof: [observed], wanted: 'running', observed }
}

function versionFinding(fact: ServiceFact, { service: subject, version }: VerifyInput, asked: readonly Asked[]): Finding {
  const probes = asked.filter(({ probe }) => provesVersion(probe))
  const base = { subject, kind: 'version', wanted: version, proof: probes.map(({ result }) => lineOf(result)) } as const
  const other = probes.find(({ probe, result }) => namesAnother(probe, version, result.version))?.result.version
  if (other) return { ...base, ok: false, message: `${subject} serves ${other}, not ${version}`, observed: other, proven: 'proven' }
  if (probes.length > 0 && probes.every(({ result }) => result.ok)) return { ...base, ok: true, message: `${subject} serves ${version}`, observed: version, proven: 'proven' }
  const failed = probes.find(({ result }) => !result.ok)?.result
  const release = fact.known ? (fact.is.runs?.release ?? null) : null
  if (!failed && release !== null) return { ...base, ok: true, message: `${subject} was started from ${shortOf(release)}; nothing was asked for its version`, observed: shortOf(release), proven: 'seen', proof: [`started from ${release}`] }
  return { ...base, ok: true, message: failed ? `The version of ${subject} is not proven: ${lineOf(failed)}` : `The version of ${subject} is not proven: no probe names it`, observed: 'not proven', proven: 'not-proven' }
}

const healthFinding = (subject: string, result: ProbeResult): Finding =>
  ({ ok: result.ok, subject, kind: 'health', message: `${subject}: ${result.ask} ${result.ok ? `answers ${result.message}` : result.message}`, proof: [lineOf(result)], observed: result.message })

const lineOf = ({ ask, message, took }: ProbeResult): string => `${ask} → ${message}${took === null ? '' : ` (${Math.round(took)} ms)`}`
const shortOf = (release: string): string => (release.startsWith('commit:') ? `commit ${release.slice(7, 14)}` : release.replace(/^folder:/, '').replace(/#.*$/, ''))
