/** Performs one step's action. What it did comes back as evidence; whether it worked is judged by observing afterwards. */
import { makeWorktree } from '../runtimes'
import { createManifests, type SnapshotWriter } from '../manifests'
import { askProbe, awaitProbes } from '../probes'
import { startProcess, stopProcess, whileAlive, type StartOptions } from '../runtimes/supervisor'
import { runProgram } from './program'
import { replaceConfig } from './replace-config'
import { brokenOff, verifyDatabase, verifyFile, verifyServed } from './verifying'
import type { EnvironmentContext } from '../context'
import { databaseOf } from '../session/adapters'
import { restoreToTry } from '../verify/restorable'
import { stakeOf } from '../../domain/at-stake'
import type { Observed } from '../../domain/facts'
import type { DatabaseDefinition, ServiceDefinition } from '../../domain/definition'
import type { Action, Step } from '../../domain/plan'
import { fail, type Evidence } from '../../domain/problem'
import type { Finding, OutputLine, SnapshotSummary } from '../../domain/run'

export interface Performed {
  readonly evidence: Evidence
  readonly findings: readonly Finding[]
  readonly snapshot?: SnapshotSummary
}
export interface PerformContext {
  readonly context: EnvironmentContext
  /** Of the plan: what follows a step. */
  readonly steps: readonly Step[]
  readonly snapshot: SnapshotWriter
  /** What was observed before the run: kept in the snapshot. */
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
  readonly abort: AbortSignal
  line(stream: OutputLine['stream'], text: string): void
}
type Does<K extends Action['kind']> = (action: Extract<Action, { kind: K }>, run: PerformContext, step: Step) => Promise<Partial<Performed> | void>

const actions: { readonly [K in Action['kind']]: Does<K> } = {
  keep: async (action, run) => {
    if (action.what === 'config') await run.snapshot.keepConfig(action.paths, run.observed)
    else await run.snapshot.keepState((await run.registryText()) ?? '', run.observed)
  },
  dump: async (action, run) => run.snapshot.dump(databaseNamed(run, action.database), run.abort),
  'verify-snapshot': async (action, run) => ({ snapshot: await verifySnapshot(run, action.restore === true) }),
  exec: async (action, run, step) => ({ evidence: await runProgram(action, run, step) }),
  worktree: async (action, run, step) => ({ evidence: await makeWorktree(run.context, step.host, action, run.line, run.abort) }),
  'start-process': async (action, run, step) => ({ evidence: await startProcess(run.context, serviceNamed(run, action.service), action, run.line, { abort: run.abort, ...awaitedBy(run, step) }) }),
  'stop-process': async (action, run) => ({ evidence: await stopProcess(run.context, serviceNamed(run, action.service), action, run.line, run.abort) }),
  'write-file': async (action, run) => replaceConfig(run, action),
  link: async (action, run) => run.context.files.link(action.path, action.to),
  restore: async (action, run) => {
    const manifests = createManifests(run.context)
    if ((await manifests.hashAgain(action.blob, { abort: run.abort }))?.sha256 !== action.sha256) throw fail('copy-damaged', `The copy of ${action.database} in ${action.blob.id} is not the one that was planned with. Nothing was restored.`, 'Verify the snapshots, then make a new plan.')
    const database = databaseNamed(run, action.database)
    await manifests.withCopy(action.blob, (copy) => databaseOf(database.engine).restore(run.context, database, copy, action.lineage, run.abort), { abort: run.abort })
  },
  swap: async (action, run) => {
    const database = databaseNamed(run, action.database)
    const goes = await databaseOf(database.engine).swap(run.context, database, action.from, action.lineage)
    return goes === null ? {} : { evidence: { duration: 0, rowsLost: stakeOf(goes).rows, ...(goes.atLeast ? { atLeast: true as const } : {}) } }
  },
  'await-probe': async (action, run) => {
    const results = await whileAlive(run.context, serviceNamed(run, action.service), run.line, run.abort, (abort) =>
      awaitProbes(action.probes, action.version, { abort, mask: run.context.mask, onLine: (text) => run.line('note', text) }))
    if (run.abort.aborted && results.some(({ ok }) => !ok)) throw brokenOff()
    return { findings: results.filter((result) => !result.ok).map((result) => ({ ok: false, subject: action.service, kind: 'health' as const, message: `${action.service}: ${result.ask} ${result.message}`, proof: [`${result.ask} → ${result.message}`] })) }
  },
  'verify-service': async (action, run, step) => ({ findings: await verifyServed(action, run.context, serviceNamed(run, action.service), step.host, run.abort) }),
  'verify-database': async (action, run) => ({ findings: [await verifyDatabase(action, run.context, databaseNamed(run, action.database))] }),
  'verify-config': async (action, run) => ({ findings: await Promise.all(action.files.map((file) => verifyFile(file, run.context))) })
}

/** Throws the problem when the action fails; secrets in its evidence are masked by whoever made it. */
export async function perform(step: Step, run: PerformContext): Promise<Performed> {
  const started = performance.now()
  const does = actions[step.action.kind] as (action: Action, run: PerformContext, step: Step) => Promise<Partial<Performed> | void>
  const did = (await does(step.action, run, step)) ?? {}
  const duration = Math.round(performance.now() - started)
  return { findings: did.findings ?? [], evidence: { ...did.evidence, duration }, ...(did.snapshot ? { snapshot: did.snapshot } : {}) }
}

const ASK_BEFORE = 500

/** Whether the service's probes are waited for after its start: then what answers them before is asked. */
function awaitedBy({ steps, abort }: PerformContext, { resource }: Step): Pick<StartOptions, 'awaited'> {
  const action = steps.find((step) => step.action.kind === 'await-probe' && step.resource === resource)?.action
  if (action?.kind !== 'await-probe') return {}
  const { probes, version } = action
  return { awaited: async () => (await Promise.all(probes.map((probe) => askProbe(probe, version, { timeout: ASK_BEFORE, abort })))).some(({ ok }) => ok) }
}

async function verifySnapshot({ context, snapshot, abort, line }: PerformContext, restore: boolean): Promise<SnapshotSummary> {
  const summary = await snapshot.verify()
  if (!restore) return summary
  const { parts } = await restoreToTry(context, 'rollback-snapshots', summary.id, { abort })
  for (const part of parts) line('note', `${part.name}: ${part.detail}`)
  const lost = parts.find(({ ok, kind }) => !ok && kind !== 'release')
  if (lost) throw fail('snapshot-not-restorable', `The snapshot cannot be restored: ${lost.detail} Nothing was changed.`, 'Retry, or stop here.')
  return { ...summary, restored: true }
}

function serviceNamed(run: PerformContext, name: string): ServiceDefinition {
  const found = run.context.environment.services.find((service) => service.name === name)
  if (found) return found
  throw fail('service-unknown', `The plan names a service '${name}' that it does not define.`, 'Make a new plan.')
}
function databaseNamed(run: PerformContext, name: string): DatabaseDefinition {
  const found = run.context.environment.databases.find((database) => database.name === name)
  if (found) return found
  throw fail('database-unknown', `The plan names a database '${name}' that it does not define.`, 'Make a new plan.')
}
