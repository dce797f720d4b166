/** Gathers what the checks look at besides the target. Reads only. */
import type { CheckInput } from '../../domain/checks'
import { configKeys, parseConfig } from '../../domain/config'
import type { EnvironmentDefinition, OnRollback, ServiceDefinition } from '../../domain/definition'
import type { Registry } from '../../domain/deployment'
import { databaseKey, isRunning, serviceKey, type Observed } from '../../domain/facts'
import type { RollbackRequest } from '../../domain/plan'
import { isMajorJump } from '../../domain/version'
import { scopeOf } from '../../domain/wanted-scope'
import type { RuntimeAdapter } from '../adapter'
import { driftOf } from '../gather/drift'
import type { Gathered } from '../gather/target'
import { otherCommits } from '../record/commits'
import { gitOf } from '../session/git'
import { owedUndos } from '../run/owed-undos'
import { unfinishedRuns } from '../run/unfinished'
import { historyState, signingProblem } from '../views/history'
import { runtimeOf } from '../session/adapters'
import type { Session } from '../session/session'
import { keptOf, sealCheck } from './kept'
import { databaseSizes, snapshotBytes } from './size'

type Material = Pick<CheckInput, 'otherCommits' | 'needRelease' | 'data' | 'schemas' | 'config' | 'configUnread' | 'majorJump' | 'drift' | 'driftNotCompared' | 'driftUnknown' | 'kept' | 'unstoppable' | 'elsewhere'>
type Found = Pick<CheckInput, 'historyProblem' | 'historyBroken' | 'unfinished' | 'owedUndo' | 'trackedFiles' | 'seal'>
/** `free`: bytes; `sizes`: of each database. */
interface Standing { readonly found: Found; readonly free: number; readonly sizes: ReadonlyMap<string, number> }

/** What does not depend on the target: it can be asked for while that is gathered. */
export async function standingOf(session: Session, definition: EnvironmentDefinition, request: RollbackRequest): Promise<Standing> {
  const [history, signing, runs, owed, free, sizes, tracked, seal] = await Promise.all([
    historyState(session, null), signingProblem(session), unfinishedRuns(session, definition.name), owedUndos(session, definition.name), session.context.files.free(session.paths.snapshots), databaseSizes(session, definition), trackedFiles(session), sealCheck(session)
  ])
  const unfinished = runs.find((run) => run.runId !== request.undo)
  return {
    free, sizes,
    found: { historyProblem: history.problem ?? signing, historyBroken: history.writable && history.chain === 'broken', unfinished: unfinished ? { runId: unfinished.runId, sentence: unfinished.sentence, holder: unfinished.holder, ways: unfinished.ways } : null, owedUndo: owed.find((run) => run.runId !== request.undo) ?? null, trackedFiles: tracked, seal }
  }
}

export async function checkMaterial(session: Session, definition: EnvironmentDefinition, request: RollbackRequest, gathered: Gathered | null, registry: Registry, observed: Observed, standing: Promise<Standing>): Promise<Material & Found & Pick<CheckInput, 'disk'>> {
  const { drift, notCompared, unknown } = await driftOf(session, definition, registry, observed)
  const { found, free, sizes } = await standing
  return {
    ...found, disk: { free, needed: snapshotBytes(sizes, gathered?.target ?? null) }, otherCommits: await otherCommitsOf(session, gathered, request), needRelease: namesWhere(gathered, (runtime, service) => runtime.needsRelease(service)), unstoppable: namesWhere(gathered, (runtime, service) => !runtime.canStop(service)),
    elsewhere: namesWhere(gathered, (runtime, service) => runtime.runsElsewhere(service)), data: dataOf(definition, gathered), schemas: schemasOf(definition, gathered, observed), config: configOf(session, gathered), configUnread: unreadConfig(gathered), kept: await keptOf(session, gathered),
    majorJump: gathered !== null && gathered.target.from !== null && request.undo === null && isMajorJump(gathered.target.from.version, gathered.target.to.version),
    drift: drift.map(({ kind, name, detail }) => (kind === 'service' ? `${name}: ${detail}` : `${name} ${detail}`)), driftNotCompared: notCompared, driftUnknown: unknown
  }
}

async function otherCommitsOf(session: Session, gathered: Gathered | null, { undo }: RollbackRequest): Promise<CheckInput['otherCommits']> {
  const { manifest, record, target } = gathered ?? {}
  if (!manifest || !record || !target || undo !== null) return []
  const { part } = scopeOf(target)
  const ran = (service: string): boolean => Object.entries(manifest.facts).some(([key, fact]) => key.startsWith(serviceKey(service, '')) && isRunning(fact))
  return (await otherCommits(session, record.commit, manifest.releases)).filter(({ service }) => part.services.some(({ name }) => name === service)).map((other) => ({ ...other, ran: ran(other.service) }))
}

/** Services of then and today whose runtime says so of them. */
const namesWhere = (gathered: Gathered | null, holds: (runtime: RuntimeAdapter, service: ServiceDefinition) => boolean): readonly string[] =>
  gathered === null ? [] : scopeOf(gathered.target).whole.services.filter((service) => holds(runtimeOf(service.runtime), service)).map(({ name }) => name)

const dataOf = (definition: EnvironmentDefinition, gathered: Gathered | null): CheckInput['data'] =>
  (gathered?.sources ?? []).map((source) => ({
    name: source.name, choice: source.choice, hasCopy: source.wanted !== null || (source.copy !== null && source.artifact?.known === true && 'present' in source.artifact.is && source.artifact.is.present),
    migrates: policyOf(definition, source.name) === 'migrate', unknownSchema: source.wanted?.schema === null,
    policyKeeps: policyOf(definition, source.name) === 'keep', why: source.why, ...(source.doubt === undefined ? {} : { doubt: source.doubt }), ...(source.older === undefined ? {} : { older: source.older })
  }))

const policyOf = (definition: EnvironmentDefinition, name: string): OnRollback | undefined => definition.databases.find((database) => database.name === name)?.onRollback

/** Of the databases that the services which move use. */
function schemasOf(definition: EnvironmentDefinition, gathered: Gathered | null, observed: Observed): CheckInput['schemas'] {
  if (gathered === null) return []
  const concerned = scopeOf(gathered.target).part.databases
  return (gathered.manifest?.databases ?? []).filter(({ name }) => concerned.some((database) => database.name === name)).flatMap((kept) => {
    const fact = observed.facts[databaseKey(kept.name)]
    const source = gathered.sources.find((one) => one.name === kept.name)
    const copied = source?.wanted?.source.kind === 'copy' && source.copy ? { copy: source.copy.schema } : {}
    return fact?.known && 'schema' in fact.seen ? [{ database: kept.name, restored: Boolean(source?.wanted), ...copied, target: kept.schema, present: fact.seen.schema, hasCopy: Boolean(source?.copy), migrates: policyOf(definition, kept.name) === 'migrate' }] : []
  })
}

function configOf(session: Session, gathered: Gathered | null): CheckInput['config'] {
  const digest = (text: string): string => session.context.digest(text)
  const keys = (path: string, text: string | null) => (text === null ? null : configKeys(path, text, digest))
  return (gathered?.files ?? []).flatMap((file) => {
    const then = keys(file.path, file.then)
    return then === null ? [] : [{ path: file.path, then, after: keys(file.path, file.after), credentials: file.credentials }]
  })
}

const unreadConfig = (gathered: Gathered | null): readonly string[] => (gathered?.files ?? []).flatMap(({ path, then, today, isBinary }) => {
  const unread = (text: string | null): boolean => text !== null && parseConfig(path, text).entries === null
  return then !== null && today !== null && then !== today && (isBinary || unread(then) || unread(today)) ? [path] : []
})

/** Manifests, snapshots and the store must never be in git: they may hold secrets, and a checkout would overwrite them. */
async function trackedFiles(session: Session): Promise<readonly string[]> {
  const git = gitOf(session)
  return git.tracked(session.path, ['.deployments/manifests', '.deployments/rollback-snapshots', '.deployments/backstep.db', '.deployments/runs', '.deployments/project.key'])
}
