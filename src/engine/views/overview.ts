/** One lane per environment: what the registry says, what was observed, the way back, the run in hand. */
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Deployment, Registry } from '../../domain/deployment'
import type { Instant, Observed } from '../../domain/facts'
import { recordedHealth } from '../../domain/health'
import { problemOf, type Problem } from '../../domain/problem'
import { currentOf, deploymentsOf, inForceSince, leftBy, ranFor, wayBackOf } from '../../domain/registry/lineage'
import { span } from '../../domain/text'
import type { LaneView, OverviewView, RunInProgress, ServiceRow, TrackStop } from '../../domain/views'
import { driftOf } from '../gather/drift'
import { observeEnvironment } from '../gather/observe'
import { holderOf } from '../run/hold'
import { owedProblem } from '../run/outbox'
import { owedUndos } from '../run/owed-undos'
import { unfinishedRuns } from '../run/unfinished'
import { DEFINITION_MISSING, definitionProblem } from '../session/definition-file'
import type { Session } from '../session/session'
import { firstSeen } from './first-seen'
import { historyState } from './history'
import { laneServices, laneState, recordedVersions } from './lane'
import { lastRollback } from './last-rollback'
import { lookFor, missingSoon } from './way-back-there'

export async function overview(session: Session, observe: boolean, patience: number | null): Promise<OverviewView> {
  const now = session.context.clock.now()
  const definition = await session.definitionFile.read()
  const read = await session.registry.read().then(({ registry }) => ({ registry, problem: null, at: now.toISOString() }), (error: unknown) => ({ registry: null, problem: problemOf(error), at: null }))
  const [runs, owed] = await Promise.all([unfinishedRuns(session), owedUndos(session)])
  const environments = definition.definition?.environments ?? []
  const lanes = await Promise.all(environments.map((environment) => lane(session, environment, read.registry, read.problem, runs, observe)))
  const wrong = definition.exists ? definition.problems.slice(0, 1).map((problem) => definitionProblem(definition.path, problem)) : [DEFINITION_MISSING]
  const problems = [read.problem, await owedProblem(session), ...wrong]
  const elsewhere = runs.filter((run) => !environments.some(({ name }) => name === run.environment))
  return { lanes, runs: elsewhere, owedUndos: owed, observedAt: now.toISOString(), registryReadAt: read.at, history: await historyState(session, patience), problems: problems.filter((problem) => problem !== null) }
}

async function lane(session: Session, definition: EnvironmentDefinition, registry: Registry | null, damage: Problem | null, runs: readonly RunInProgress[], observe: boolean): Promise<LaneView> {
  const name = definition.name
  const run = runs.find((one) => one.environment === name) ?? null
  const base = { environment: name, protected: definition.protected, run, holder: run?.holder ? null : await holderOf(session, name), problem: damage }
  if (!registry) return { ...base, ...(await withoutRegistry(session, definition, damage, observe)), lastRollback: await lastRollback(session, name, null) }
  const { current } = currentOf(registry, name)
  const back = wayBackOf(registry, name)
  if (observe && back) void lookFor(session, definition, back)
  const observed = observe ? await observeEnvironment(session, definition, { probes: { version: current?.version ?? null } }) : null
  const drift = observed ? (await driftOf(session, definition, registry, observed)).drift : []
  const said = laneServices({ definition, observed, drift, recorded: recordedVersions(registry, name, current), current })
  const { state, stateText } = laneState(said, run, observed, current)
  return {
    ...base, state, stateText,
    current: current && { deploymentId: current.id, version: current.version, timestamp: inForceSince(registry, current), since: observed && (await sinceOf(session, registry, observed, current.version, said.services)) },
    wayBack: back && wayBackView(registry, back, said.services, observe ? await missingSoon(session, definition, back) : null, session.context.clock.now()),
    track: track(registry, name, current, back), ...said, lastRollback: await lastRollback(session, name, registry), observedAt: observed?.at ?? null,
    cannotRollBack: cannot(session, run, registry, name)
  }
}

/** What runs can be told without knowing what was deployed. */
async function withoutRegistry(session: Session, definition: EnvironmentDefinition, damage: Problem | null, observe: boolean): Promise<Omit<LaneView, 'environment' | 'protected' | 'run' | 'holder' | 'problem' | 'lastRollback'>> {
  const observed = observe ? await observeEnvironment(session, definition, { probes: { version: null } }) : null
  const said = laneServices({ definition, observed, drift: [], recorded: () => null, current: null })
  return { state: 'unknown', stateText: damage?.code === 'registry-missing' ? 'Registry gone' : 'Registry damaged', current: null, wayBack: null, track: [], ...said, observedAt: observed?.at ?? null, cannotRollBack: 'The registry cannot be read.' }
}

/** Since when every service was seen to prove this version. Other versions are noted too: what comes after them begins anew. */
async function sinceOf(session: Session, registry: Registry, observed: Observed, version: string, services: readonly ServiceRow[]): Promise<Instant | null> {
  const versions = services.flatMap((service) => service.version ?? [])
  if (session.readOnly !== null || versions.length === 0 || versions.length < services.length) return null
  const seen = [...new Set(versions)].sort()
  const first = await firstSeen(session, registry, observed, seen)
  return seen.every((one) => one === version) ? first : null
}

function wayBackView(registry: Registry, back: Deployment, services: readonly ServiceRow[], missing: string | null, now: Date): LaneView['wayBack'] {
  const gone = missing === null ? null : `which cannot be gone back to: ${missing.charAt(0).toLowerCase()}${missing.slice(1)}`
  const sentence = gone ?? (runsAlready(services, back) ? 'which every service answers as already' : wayBackSentence(registry, back, now))
  return { deploymentId: back.id, version: back.version, timestamp: back.timestamp, sentence, missing }
}

/** Rollbacks of some services have led all of them there. */
const runsAlready = (services: readonly ServiceRow[], { version }: Deployment): boolean =>
  services.length > 0 && services.every((row) => row.proof === 'proven' && row.version === version)

const HEALTH = { healthy: 'which ran healthy here', unhealthy: 'which ran unhealthy here', doubtful: 'which ran here', unknown: 'which ran here' } as const
function wayBackSentence(registry: Registry, back: Deployment, now: Date): string {
  const ran = ranFor(registry, back, now.toISOString()).ms
  const health = HEALTH[recordedHealth(back.healthStatus)]
  return ran === null || ran === 0 ? `${health} before` : `${health} for ${span(ran)}`
}

const STOPS = 4
function track(registry: Registry, environment: string, current: Deployment | null, back: Deployment | null): readonly TrackStop[] {
  const real = deploymentsOf(registry, environment).filter((deployment) => deployment.rollback === null && deployment.status !== 'in-progress')
  const shown = real.filter((deployment) => deployment === current || deployment === back || leftBy(registry, deployment.id) === null).slice(0, STOPS)
  const stops = [...new Set([...shown, ...(back ? [back] : []), ...(current ? [current] : [])])].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1)).slice(-STOPS)
  return stops.map((deployment) => ({ deploymentId: deployment.id, version: deployment.version, timestamp: deployment.timestamp, kind: stopKind(deployment, current, back) }))
}
function stopKind(deployment: Deployment, current: Deployment | null, back: Deployment | null): TrackStop['kind'] {
  if (deployment.id === current?.id) return 'current'
  if (deployment.id === back?.id) return 'way-back'
  return deployment.status === 'failed' ? 'failed' : 'was-here'
}

function cannot(session: Session, run: RunInProgress | null, registry: Registry, environment: string): string | null {
  if (session.readOnly !== null) return session.readOnly
  if (run) return run.status === 'interrupted' ? 'Decide about the interrupted run first.' : 'A run goes on.'
  // Without a way back, any deployment can be chosen all the same, also the current one: it starts what does not run.
  return deploymentsOf(registry, environment).some(({ rollback, status }) => rollback === null && status !== 'in-progress') ? null : 'There is no deployment to go back to.'
}
