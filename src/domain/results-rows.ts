/** "Asked and observed": a row for each service and database, one for the configuration, from what verification found. */
import type { ServiceDefinition } from './definition'
import { STOPPED } from './down'
import { LOCAL, databaseKey, serviceKey } from './facts'
import type { Proof } from './facts'
import { NOT_KNOWN } from './results-verified'
import type { AskedObserved, Finding, RunState } from './run'
import { listOf, plural, shortCommit } from './text'

/** `findings`: those of the verification, and what else was observed at the end. */
export function askedRows(state: RunState, findings: readonly Finding[]): readonly AskedObserved[] {
  const { services, databases } = state.header.plan.definition
  const about = (name: string, kinds: readonly Finding['kind'][]): readonly Finding[] => findings.filter(({ subject, kind }) => subject === name && kinds.includes(kind))
  return [
    ...services.flatMap((service) => serviceRow(state, service, about(service.name, ['process', 'version', 'health']))),
    ...databases.flatMap(({ name, engine }) => databaseRow(state, name, engine, about(name, ['database']))),
    ...configRow(state, findings.filter(({ kind }) => kind === 'config'))
  ]
}

function serviceRow(state: RunState, service: ServiceDefinition, findings: readonly Finding[]): readonly AskedObserved[] {
  if (findings.length === 0) return []
  const { to } = state.header.plan
  const version = worst(findings, 'version')
  const process = worst(findings, 'process')
  const what = `${service.runtime}, ${listOf(service.hosts.map((host) => (host === LOCAL ? 'this machine' : host)))}`
  if (process?.wanted === STOPPED) return [{ subject: service.name, kind: 'service', what, asked: STOPPED, askedDetail: '', observed: process.observed ?? STOPPED, observedDetail: process.message, ok: process.ok, proven: process.proven ?? 'not-proven', proof: process.proof }]
  const bad = findings.find(({ ok }) => !ok)
  const proven = provenOf(findings, process?.ok === true)
  const asked = version?.wanted ?? to.version
  return [{
    subject: service.name, kind: 'service', what,
    asked, askedDetail: releaseAsked(state, service),
    observed: process?.ok === false ? downAs(process) : (version?.observed ?? (proven === 'seen' ? asked : 'not proven')),
    observedDetail: bad?.message ?? process?.message ?? '',
    ok: bad === undefined, proven, proof: findings.flatMap(({ proof }) => proof)
  }]
}

/** Of several hosts the one where it is not as wanted. */
const worst = (findings: readonly Finding[], wanted: Finding['kind']): Finding | undefined =>
  findings.find(({ kind, ok }) => kind === wanted && !ok) ?? findings.find(({ kind }) => kind === wanted)

const downAs = ({ observed }: Finding): string => (observed === 'unknown' || observed === NOT_KNOWN ? NOT_KNOWN : 'not running')

/** The weakest of its hosts. Without a version probe, what runs says which release it was started from. */
function provenOf(findings: readonly Finding[], isRunning: boolean): Proof {
  const proofs = findings.filter(({ kind }) => kind === 'version').map(({ proven }) => proven ?? 'not-proven')
  if (proofs.length === 0) return isRunning ? 'seen' : 'not-proven'
  return (['not-proven', 'seen'] as const).find((weak) => proofs.includes(weak)) ?? 'proven'
}

function releaseAsked({ header }: RunState, { name, hosts }: ServiceDefinition): string {
  const part = header.plan.wanted[serviceKey(name, hosts[0])]
  const release = part !== undefined && 'runs' in part ? (part.runs?.release ?? null) : null
  if (release === null) return ''
  return release.replace(/^commit:([0-9a-f]+)$/, (_, commit: string) => `commit ${shortCommit(commit)}`).replace(/^folder:(.*)#([0-9a-f]{8})[0-9a-f]*$/, '$1, $2')
}

function databaseRow({ header }: RunState, name: string, engine: string, findings: readonly Finding[]): readonly AskedObserved[] {
  const [finding] = findings
  if (finding === undefined) return []
  const moved = header.plan.steps.find(({ phase, resource }) => phase === 'database' && resource === databaseKey(name))
  const asked = moved === undefined ? 'kept as it is' : moved.action.kind === 'exec' ? 'migrated down' : 'restored'
  return [{
    subject: name, kind: 'database', what: engine, asked, askedDetail: finding.wanted ?? '',
    observed: finding.ok ? asked : differs([finding]), observedDetail: finding.ok ? (finding.observed ?? finding.message) : finding.message,
    ok: finding.ok, proven: finding.proven ?? (finding.ok ? 'proven' : 'not-proven'), proof: finding.proof
  }]
}

function configRow({ header }: RunState, findings: readonly Finding[]): readonly AskedObserved[] {
  if (findings.length === 0) return []
  const bad = findings.filter(({ ok }) => !ok)
  const ok = bad.length === 0
  const all = header.plan.steps.reduce((sum, { action }) => sum + (action.kind === 'verify-config' ? action.files.length : 0), 0)
  const files = plural(all, 'file', 'files')
  return [{
    subject: 'Configuration', kind: 'config', what: files, asked: header.plan.to.version, askedDetail: files,
    observed: ok ? header.plan.to.version : differs(bad), observedDetail: ok ? `${all} of ${files}` : bad.map(({ message }) => message).join('; '), ok, proven: ok ? 'proven' : 'not-proven',
    proof: findings.flatMap(({ proof }) => proof)
  }]
}

const differs = (bad: readonly Finding[]): string => (bad.some(({ observed }) => observed === NOT_KNOWN) ? NOT_KNOWN : 'differs')
