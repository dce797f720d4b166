/** "Asked and observed": a row for each service and database, one for the configuration, from what verification found. */
import type { ServiceDefinition } from './definition'
import { STOPPED } from './down'
import { LOCAL, databaseKey, serviceKey } from './facts'
import type { Proof } from './facts'
import type { AskedObserved, Finding, RunState } from './run'
import { listOf, plural, shortCommit } from './text'

/** What the steps of the phase verify found, in the plan's order. */
export const verifyFindings = ({ header, steps }: RunState): readonly Finding[] =>
  header.plan.steps.filter(({ phase }) => phase === 'verify').flatMap(({ id }) => steps[id]?.findings ?? [])

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
  const version = findings.find(({ kind }) => kind === 'version')
  const process = findings.find(({ kind }) => kind === 'process')
  const what = `${service.runtime}, ${listOf(service.hosts.map((host) => (host === LOCAL ? 'this machine' : host)))}`
  if (process?.wanted === STOPPED) return [{ subject: service.name, kind: 'service', what, asked: STOPPED, askedDetail: '', observed: process.observed ?? STOPPED, observedDetail: process.message, ok: process.ok, proven: process.proven ?? 'not-proven', proof: process.proof }]
  const bad = findings.find(({ ok }) => !ok)
  const proven = provenOf(findings, process?.ok === true)
  const asked = version?.wanted ?? to.version
  return [{
    subject: service.name, kind: 'service', what,
    asked, askedDetail: releaseAsked(state, service),
    observed: version?.observed ?? (proven === 'seen' ? asked : process?.ok === false ? 'not running' : 'not proven'),
    observedDetail: bad?.message ?? process?.message ?? '',
    ok: bad === undefined, proven, proof: findings.flatMap(({ proof }) => proof)
  }]
}

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
    observed: finding.ok ? asked : 'differs', observedDetail: finding.observed ?? finding.message,
    ok: finding.ok, proven: finding.proven ?? (finding.ok ? 'proven' : 'not-proven'), proof: finding.proof
  }]
}

function configRow({ header }: RunState, findings: readonly Finding[]): readonly AskedObserved[] {
  if (findings.length === 0) return []
  const good = findings.filter(({ ok }) => ok).length
  const ok = good === findings.length
  const files = plural(findings.length, 'file', 'files')
  return [{
    subject: 'Configuration', kind: 'config', what: files, asked: header.plan.to.version, askedDetail: files,
    observed: ok ? header.plan.to.version : 'differs', observedDetail: `${good} of ${files}`, ok, proven: ok ? 'proven' : 'not-proven',
    proof: findings.flatMap(({ proof }) => proof)
  }]
}
