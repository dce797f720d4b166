/** One lane per environment: what the registry says, what was observed, the way back, the run in hand. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import { serviceKey, type Instant, type Observed, type ServiceFact } from '../../domain/facts'
import { problemOf, type Problem } from '../../domain/problem'
import { currentOf, deploymentsOf, leftBy, ranFor, wayBackOf } from '../../domain/registry/lineage'
import { plural, span } from '../../domain/text'
import type { LaneView, OverviewView, RunInProgress, ServiceRow, TrackStop } from '../../domain/views'
import { driftOf } from '../gather/drift'
import { observeEnvironment } from '../gather/observe'
import { holderOf } from '../run/hold'
import { owedProblem } from '../run/outbox'
import { unfinishedRuns } from '../run/unfinished'
import { definitionProblem } from '../session/definition-file'
import type { Session } from '../session/session'
import { historyState } from './history'

export async function overview(session: Session, observe: boolean, patience: number | null): Promise<OverviewView> {
  const now = session.context.clock.now()
  const definition = await session.definitionFile.read()
  const read = await session.registry.read().then(({ registry }) => ({ registry, problem: null }), (error: unknown) => ({ registry: null, problem: problemOf(error) }))
  const runs = await unfinishedRuns(session)
  const environments = definition.definition?.environments ?? []
  const lanes = await Promise.all(environments.map((environment) => lane(session, environment, read.registry, read.problem, runs, observe)))
  const problems = [read.problem, await owedProblem(session), ...definition.problems.slice(0, 1).map((problem) => definitionProblem(definition.path, problem))]
  return { lanes, observedAt: now.toISOString(), registryReadAt: now.toISOString(), history: await historyState(session, patience), problems: problems.filter((problem) => problem !== null) }
}

async function lane(session: Session, definition: EnvironmentDefinition, registry: Registry | null, damage: Problem | null, runs: readonly RunInProgress[], observe: boolean): Promise<LaneView> {
  const name = definition.name
  const run = runs.find((one) => one.environment === name) ?? null
  const base = { environment: name, protected: definition.protected, run, holder: run?.holder ? null : await holderOf(session, name), problem: damage }
  if (!registry) return { ...base, ...(await withoutRegistry(session, definition, damage, observe)), lastRollback: await lastRollback(session, name) }
  const { current, newest } = currentOf(registry, name)
  const observed = observe ? await observeEnvironment(session, definition, { probes: { version: current?.version ?? null } }) : null
  const drift = observed ? (await driftOf(session, definition, registry, observed)).drift : []
  const services = definition.services.flatMap((service) => service.hosts.map((host) => serviceRow(service.name, host, service.runtime, observed, drift)))
  const { state, stateText } = laneState(services, run, observed, current)
  const back = wayBackOf(registry, name)
  return {
    ...base, state, stateText,
    current: current && { deploymentId: current.id, version: current.version, timestamp: (newest?.rollback && newest.status === 'success' ? newest : current).timestamp, since: await firstSeen(session, name, services) },
    wayBack: back && { deploymentId: back.id, version: back.version, timestamp: back.timestamp, sentence: wayBackSentence(registry, back, session.context.clock.now()) },
    track: track(registry, name, current, back, state), services, lastRollback: await lastRollback(session, name), observedAt: observed?.at ?? null,
    cannotRollBack: cannot(session, run, back)
  }
}

/** What runs can be told without knowing what was deployed. */
async function withoutRegistry(session: Session, definition: EnvironmentDefinition, damage: Problem | null, observe: boolean): Promise<Omit<LaneView, 'environment' | 'protected' | 'run' | 'holder' | 'problem' | 'lastRollback'>> {
  const observed = observe ? await observeEnvironment(session, definition, { probes: { version: null } }) : null
  const services = definition.services.flatMap((service) => service.hosts.map((host) => serviceRow(service.name, host, service.runtime, observed, [])))
  return { state: 'unknown', stateText: damage?.code === 'registry-missing' ? 'Registry gone' : 'Registry damaged', current: null, wayBack: null, track: [], services, observedAt: observed?.at ?? null, cannotRollBack: 'The registry cannot be read.' }
}

function serviceRow(name: string, host: string, runtime: string, observed: Observed | null, drift: readonly { readonly service: string | null; readonly sentence: string }[]): ServiceRow {
  const fact = observed?.facts[serviceKey(name, host)] as ServiceFact | undefined
  const base = { name, host, runtime }
  if (!fact) return { ...base, display: 'unknown', detail: 'not observed yet', version: null, proof: 'not-proven', pid: null, since: null }
  if (!fact.known) return { ...base, display: 'unknown', detail: fact.reason, version: null, proof: 'not-proven', pid: null, since: null }
  const drifted = drift.find((one) => one.service === name)
  const { seen } = fact
  const display = seen.display === 'running' && drifted ? 'drift' : seen.display
  return { ...base, display, detail: display === 'drift' && drifted ? drifted.sentence : seen.detail, version: seen.version, proof: seen.proof, pid: seen.pid, since: seen.since }
}

function laneState(services: readonly ServiceRow[], run: RunInProgress | null, observed: Observed | null, current: Deployment | null): { state: LaneView['state']; stateText: string } {
  if (run?.status === 'interrupted') return { state: 'interrupted', stateText: 'Run interrupted' }
  if (run) return { state: 'in-progress', stateText: run.status === 'waiting' ? 'Run waits for you' : 'Rolling back' }
  const total = services.length
  const count = (display: ServiceRow['display']): number => services.filter((service) => service.display === display).length
  if (total === 0) return { state: 'empty', stateText: 'No services' }
  if (!observed) return { state: 'unknown', stateText: 'Not observed yet' }
  if (count('failing') > 0) return { state: 'failing', stateText: `${count('failing')} of ${total} failing` }
  if (count('unknown') > 0) return { state: 'unknown', stateText: `${count('unknown')} of ${total} unknown` }
  if (count('drift') > 0) return { state: 'drift', stateText: `Drift on ${plural(count('drift'), 'service', 'services')}` }
  if (count('stopped') === total) return { state: 'stopped', stateText: 'Stopped' }
  if (count('stopped') > 0) return { state: 'stopped', stateText: `${count('stopped')} of ${total} stopped` }
  return current ? { state: 'running', stateText: 'Running' } : { state: 'running', stateText: 'Running, not recorded' }
}

/** Since when this version was seen running: our own first observation, never a guess. */
async function firstSeen(session: Session, environment: string, services: readonly ServiceRow[]): Promise<Instant | null> {
  const versions = [...new Set(services.map((service) => service.version))]
  if (session.readOnly !== null || versions.length !== 1 || versions[0] === null || versions[0] === undefined) return null
  return session.store.firstSeen(`version:${environment}`, versions[0], session.context.clock.now().toISOString())
}

function wayBackSentence(registry: Registry, back: Deployment, now: Date): string {
  const ran = ranFor(registry, back, now.toISOString()).ms
  const health = back.healthStatus === 'healthy' ? 'which ran healthy here' : 'which ran here'
  return ran === null || ran === 0 ? `${health} before` : `${health} for ${span(ran)}`
}

const STOPS = 4
function track(registry: Registry, environment: string, current: Deployment | null, back: Deployment | null, state: LaneView['state']): readonly TrackStop[] {
  const real = deploymentsOf(registry, environment).filter((deployment) => deployment.rollback === null && deployment.status !== 'in-progress')
  const shown = real.filter((deployment) => deployment === current || deployment === back || leftBy(registry, deployment.id) === null).slice(0, STOPS)
  const stops = [...new Set([...shown, ...(back ? [back] : []), ...(current ? [current] : [])])].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1)).slice(-STOPS)
  return stops.map((deployment) => ({ deploymentId: deployment.id, version: deployment.version, timestamp: deployment.timestamp, kind: stopKind(deployment, current, back, state) }))
}
function stopKind(deployment: Deployment, current: Deployment | null, back: Deployment | null, state: LaneView['state']): TrackStop['kind'] {
  if (deployment.id === current?.id) return state === 'failing' ? 'current-failing' : 'current'
  if (deployment.id === back?.id) return 'way-back'
  return deployment.status === 'failed' ? 'failed' : 'was-here'
}

async function lastRollback(session: Session, environment: string): Promise<LaneView['lastRollback']> {
  const { records } = await session.store.history({ environment, limit: 1 })
  const entry = records[0]?.entry
  return entry ? { runId: entry.runId, at: entry.finishedAt, duration: entry.duration, outcome: entry.outcome, to: entry.to.version } : null
}

function cannot(session: Session, run: RunInProgress | null, back: Deployment | null): string | null {
  if (session.readOnly !== null) return session.readOnly
  if (run) return run.status === 'interrupted' ? 'Decide about the interrupted run first.' : 'A run goes on.'
  return back ? null : 'There is no earlier deployment to go back to.'
}
