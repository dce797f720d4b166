/** What the program that is killed is told to do. */
import { createHash } from 'node:crypto'
import { BackstepError } from '../../../src/domain/problem'
import type { OnFailure } from '../../../src/domain/run'
import { createEngine, type Engine, type RunHandle, type StartInput } from '../../../src/engine'
import { ENVIRONMENT, withDatabase } from '../shop/create'
import { ownEnv } from '../shop/places'
import { check, type Check } from './check'
import type { AtRisk } from '../files/disk-model'
import { ioFor, type Calls } from './disks'
import { arm, counts, type Death } from './points'

export type What = 'rollback' | 'resume' | 'undo' | 'abandon'

export interface Task {
  readonly project: string
  readonly what: What
  /** Where a rollback goes; default: the way back. */
  readonly to?: string
  /** Of a run that is started; default: ask. */
  readonly onFailure?: OnFailure
  readonly death?: Death | null
  /** After this many changes of files the power goes; `held`: a folder of the same disk, for the test. */
  readonly loss?: { readonly at: number; readonly held: string }
  /** This call of the file system fails. */
  readonly error?: { readonly at: number; readonly code: 'ENOSPC' | 'EIO' }
  /** Look before: everything can be read? By path, what a configuration file may hold. */
  readonly check?: Readonly<Record<string, readonly string[]>>
}
/** An event whose commit was acknowledged: where it stands, and what it says. */
export interface Acknowledged { readonly runId: string; readonly seq: number; readonly sha256: string }
export interface End {
  /** What there was to do: nothing, when the run had ended before. */
  readonly did: 'started' | 'resumed' | 'undone' | 'abandoned' | 'nothing'
  readonly outcome: string | null
  readonly warnings: readonly string[]
  readonly counts: typeof counts
  readonly calls: Calls
  /** Milliseconds from the start of the run to its end. */
  readonly took: number
}
export type Line = { readonly up: true } | { readonly atRisk: AtRisk } | { readonly ready: true } | { readonly event: Acknowledged } | { readonly checked: Check; readonly found: Found } | { readonly end: End } | { readonly failed: { readonly code: string; readonly message: string } }
/** The run that the start finds, or the one whose undo was promised and has not begun. */
export interface Found { readonly runId: string | null; readonly status: string | null; readonly snapshot: boolean; readonly finished: readonly string[]; readonly owed: string | null }

export const digestOf = (event: object): string => createHash('sha256').update(JSON.stringify(event)).digest('hex')

export async function perform(task: Task, say: (line: Line) => void): Promise<End> {
  const calls = { changes: 0, fallible: 0, failed: '' }
  const engine = createEngine({ actor: { user: 'oncall', host: 'laptop' }, env: ownEnv(task.project), ...ioFor(task, calls, (atRisk) => say({ atRisk })) })
  engine.listen({ events: (_, events) => { for (const event of events) say({ event: { runId: event.runId, seq: event.seq, sha256: digestOf(event) } }) } })
  if (!task.check) arm(task.death ?? null)
  const { path } = await engine.open(task.project)
  const found = await findRun(engine, path)
  if (task.check) {
    say({ checked: await check(engine, path, task.check), found })
    arm(task.death ?? null)
  }
  say({ ready: true })
  const began = performance.now()
  try {
    const { did, handle } = await begin(engine, path, task, found)
    const result = handle && (await ended(engine, path, handle))
    return { did, outcome: result?.outcome ?? null, warnings: result?.warnings ?? [], counts: { ...counts }, calls, took: performance.now() - began }
  } finally {
    await engine.close()
  }
}

async function findRun(engine: Engine, project: string): Promise<Found> {
  const { lanes, owedUndos } = await engine.overview(project, false)
  const lane = lanes.find(({ environment }) => environment === ENVIRONMENT)
  const { rows } = await engine.history(project, { text: '', environment: null, offset: 0, limit: 100 })
  return { runId: lane?.run?.runId ?? null, status: lane?.run?.status ?? null, snapshot: lane?.run?.snapshotVerified ?? false, finished: rows.map(({ record }) => record.entry.runId), owed: owedUndos[0]?.runId ?? null }
}

/** A run that asks is left waiting, as when nobody answers. */
async function ended(engine: Engine, project: string, handle: RunHandle): Promise<{ outcome: string; warnings: readonly string[] }> {
  if ((await handle.settled) === 'waiting') {
    const { decision } = (await engine.runView(project, handle.runId)).state
    return { outcome: 'waiting', warnings: [`${decision?.step ?? ''}: ${decision?.problem.code ?? ''} ${decision?.problem.message ?? ''}`] }
  }
  const { outcome, result, problem } = await handle.finished
  return { outcome, warnings: [...(problem ? [`${problem.code}: ${problem.message}`] : []), ...result.warnings] }
}

interface Begun { readonly did: End['did']; readonly handle: RunHandle | null }
async function begin(engine: Engine, project: string, { what, to, onFailure }: Task, { runId, snapshot, finished, owed }: Found): Promise<Begun> {
  const last = finished[0]
  if (what === 'rollback' || (what === 'resume' && runId === null && last === undefined)) return { did: 'started', handle: await engine.start(project, startInput(null, to ?? null, onFailure)) }
  if (what === 'resume' && owed !== null) return { did: 'undone', handle: await engine.start(project, owedUndo(owed)) }
  if (what === 'resume') return runId === null ? { did: 'nothing', handle: null } : { did: 'resumed', handle: await resume(engine, project, runId) }
  const undo = runId ?? last ?? null
  if (what === 'undo' && undo !== null && (runId === null || snapshot)) {
    const handle = await engine.start(project, startInput(undo)).catch(unlessNothingChanged)
    if (handle) return { did: 'undone', handle }
  }
  if (runId === null) return { did: 'nothing', handle: null }
  await engine.abandon(project, runId, 'Torture')
  return { did: 'abandoned', handle: null }
}

/** Where nobody knows whether the migration happened, it is looked, and said: as an operator does. */
async function resume(engine: Engine, project: string, runId: string): Promise<RunHandle> {
  try {
    return await engine.resume(project, runId)
  } catch (error) {
    if (!(error instanceof BackstepError) || error.problem.code !== 'resume-undecided') throw error
    const { hash, unsure } = await engine.prepareResume(project, runId)
    const answer = wasMigrated(project) ? 'happened' : 'again'
    return engine.resume(project, runId, { hash, answers: Object.fromEntries(unsure.map(({ id }) => [id, answer])) })
  }
}

/** A run that had not changed anything yet cannot be undone. */
function unlessNothingChanged(error: unknown): null {
  if (error instanceof BackstepError && error.problem.code === 'already-running') return null
  throw error
}

const wasMigrated = (project: string): boolean =>
  withDatabase({ project }, 'audit', (database) => database.prepare('SELECT count(*) n FROM migrated').get() as { n: number }).n > 0

/** Whoever undoes it says why in the words in which it would have undone itself. */
const owedUndo = (runId: string): StartInput => ({ ...startInput(runId), reason: `Undo of ${runId}, which failed: ${startInput(null).reason}` })

export const startInput = (undo: string | null, deploymentId: string | null = null, onFailure: OnFailure = 'ask'): StartInput => ({
  request: { environment: ENVIRONMENT, deploymentId, undo, services: [], data: undo === null ? 'restore' : 'keep', credentials: {} },
  planHash: null, reason: 'Checkout answers 500', forced: 'all', typedName: ENVIRONMENT, acceptsDataLoss: true, onFailure, via: 'cli'
})
