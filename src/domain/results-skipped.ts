/**
 * What is known of a service whose verification was skipped: what was observed at the end. Skipping hides neither that a service is
 * down nor that another version serves, and it is never proof.
 */
import { serviceKey, type Observed, type ProbeResult, type ServiceFact } from './facts'
import type { Action, Step } from './plan'
import { foundBy } from './results-verified'
import type { Finding, RunState, StepState } from './run'

/** Verifying steps that were skipped by decision. */
export const skippedVerifications = ({ header, steps }: RunState): readonly Step[] =>
  header.plan.steps.filter(({ id, phase }) => phase === 'verify' && steps[id]?.status === 'skipped')

export const skippedFindings = (state: RunState, observed: Observed | null): readonly Finding[] =>
  skippedVerifications(state).flatMap((step) => (step.action.kind === 'verify-service' ? serviceFindings(step, step.action, state.steps[step.id], observed?.facts[serviceKey(step.action.service, step.host)] as ServiceFact | undefined) : []))

function serviceFindings(step: Step, { service: subject, version }: Extract<Action, { kind: 'verify-service' }>, went: StepState | undefined, fact: ServiceFact | undefined): readonly Finding[] {
  // Nothing is known now: what the verification found before it was skipped stands.
  if (!fact?.known) return went?.problem ? foundBy(step, went) : [{ ...base(subject), ok: true, kind: 'version', proven: 'not-proven', message: `What ${subject} serves is not known.` }]
  if (fact.is.state !== 'running') return [{ ...base(subject), ok: false, kind: 'process', message: `${subject} does not run: ${fact.seen.detail}`, observed: fact.is.state }]
  const { probes } = fact.seen
  return [versionFinding(subject, version, probes), ...probes.filter(({ kind, ok }) => kind === 'health' && !ok).map((probe): Finding => ({ ...base(subject), ok: false, kind: 'health', message: `${subject}: ${lineOf(probe)}`, proof: [lineOf(probe)] }))]
}

function versionFinding(subject: string, wanted: string, probes: readonly ProbeResult[]): Finding {
  const asked = probes.filter(({ kind }) => kind === 'version')
  const other = asked.find(({ version }) => version !== null && version !== wanted)
  const found = { ...base(subject), kind: 'version' as const, wanted, proof: asked.map(lineOf) }
  if (other) return { ...found, ok: false, proven: 'proven', observed: other.version ?? '', message: `${subject} serves ${other.version ?? ''}, not ${wanted}` }
  if (asked.length > 0 && asked.every(({ ok }) => ok)) return { ...found, ok: true, proven: 'proven', observed: wanted, message: `${subject} serves ${wanted}` }
  return { ...found, ok: true, proven: 'not-proven', observed: 'not proven', message: `The version of ${subject} is not proven: its verification was skipped` }
}

const base = (subject: string): Pick<Finding, 'subject' | 'proof'> => ({ subject, proof: [] })
const lineOf = ({ ask, message }: ProbeResult): string => `${ask} → ${message}`

/** A sentence for each step that was skipped or taken as done. */
export function skippedSentences({ header, steps }: RunState): readonly string[] {
  return header.plan.steps.flatMap(({ id, title, phase }) => {
    const step = steps[id]
    if (step?.status === 'skipped') return [phase === 'verify' ? `Not verified, by decision: ${title}.` : `Skipped by decision: ${title}.`]
    return step?.status === 'done' && step.evidence?.observed?.startsWith('Taken as done') ? [`${title}: ${step.evidence.observed}`] : []
  })
}
