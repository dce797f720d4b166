/** The engine's face: opens projects once, hands calls to the parts, keeps the runs that it drives. */
import { hostname, userInfo } from 'node:os'
import type { Actor, RunResult } from '../domain/run'
import { snapshotEngine } from './engine-snapshots'
import type { Engine, EngineListener, RunHandle, StartInput } from './engine'
import { databases } from './databases'
import { doctor } from './doctor'
import { withMaskedProblems } from './masked-problems'
import { observeEnvironment } from './gather/observe'
import { exportFile } from './export/export-file'
import { printPdf } from './export/print'
import { fileDiffOf } from './guide/file-diff'
import { prepare } from './guide/prepare'
import { rememberPrepared } from './guide/remembered'
import { createOutput } from './output'
import { record, recordBegin, recordFinish } from './record/record'
import { pruneAfterRun } from './retention/after-run'
import { abandon } from './run/close'
import type { Driver } from './run/driver'
import { flushOutbox } from './run/finish'
import { resumeRun } from './run/resume'
import { startRun, type Listeners } from './run/start'
import { stateSentence } from './run/unfinished'
import { runtimes } from './runtimes'
import { createSessionDeps } from './session/deps'
import { initProject } from './session/init'
import { environmentOf, openSession, type Session, type SessionDeps } from './session/session'
import { deploymentDetail, deploymentsPage } from './views/deployments'
import { historyHead, historyView } from './views/history'
import { identityView } from './views/identity'
import { overview } from './views/overview'
import { projectView } from './views/project'
import { registryCopies, restoreRegistry } from './views/registry'
import { resultView, runView } from './views/run'
import { targetsView } from './views/targets'
import { watchProject } from './watch'
import { parseHead } from '../domain/history'
import { currentOf } from '../domain/registry/lineage'
import { fail, problemOf } from '../domain/problem'
import { projectJsonSchema } from '../domain/project'

export interface EngineOptions {
  /** What `$NAME` in backstep.yaml is read from, and what programs are found by. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv
  readonly now?: () => Date
  readonly actor?: Actor
  /** Replaces parts in tests. */
  readonly deps?: Partial<SessionDeps>
}

export function createEngine(options: EngineOptions = {}): Engine {
  const env = options.env ?? process.env
  const { now } = options
  const deps = createSessionDeps(env, { ...(now === undefined ? {} : { clock: { now } }), ...options.deps })
  const actor = options.actor ?? { user: userName(env), host: hostname() }
  const sessions = new Map<string, Promise<Session>>()
  const drivers = new Map<string, { readonly project: string; readonly driver: Driver }>()
  const listeners = new Set<EngineListener>()

  const session = async (path: string): Promise<Session> => {
    const known = sessions.get(path)
    if (known) return known
    const opening = openSession(path, deps)
    sessions.set(path, opening)
    opening.then((opened) => { opened.history.onChange(() => changed(path, ['runs'])); return flushOutbox(opened) }, () => sessions.delete(path))
    return opening
  }
  const listenersFor = (project: string): Listeners => ({
    onEvents: (events) => { for (const listener of listeners) listener.events?.(project, events) },
    onOutput: (lines) => {
      const [first] = lines
      if (first) for (const listener of listeners) listener.output?.(project, first.runId, lines)
    }
  })
  const changed = (project: string, what: readonly ('registry' | 'runs' | 'settings' | 'snapshots' | 'services')[]): void => {
    for (const listener of listeners) listener.changed?.(project, what)
  }
  const handle = (project: string, driver: Driver): RunHandle => {
    drivers.set(driver.runId, { project, driver })
    changed(project, ['runs'])
    const finished = driver.finished.then(async (result) => pruneAfterRun(await session(project), resultOrWaiting(driver, result)), (error: unknown) => { throw interrupted(driver, error) }).finally(() => {
      drivers.delete(driver.runId)
      changed(project, ['runs', 'registry', 'snapshots', 'services'])
    })
    finished.catch(() => undefined)
    return { runId: driver.runId, finished, settled: driver.settled() }
  }
  const start = async (project: string, input: StartInput): Promise<RunHandle> => {
    const opened = await session(project)
    const waiting = input.request.undo === null ? undefined : drivers.get(input.request.undo)?.driver
    if (waiting) {
      requireWaiting(waiting)
      waiting.leave()
      await waiting.finished
    }
    const begun = handle(project, await startRun(opened, input, actor, listenersFor(project)))
    return input.onFailure === 'undo' && input.request.undo === null ? undoing(project, begun, input) : begun
  }
  /** `--on-failure undo`: a run that failed is taken back by a run of its own. */
  const undoing = (project: string, begun: RunHandle, input: StartInput): RunHandle => {
    const finished = begun.finished.then(async (result): Promise<RunResult> => {
      if (result.result.success || (await snapshotOf(project, begun.runId)) === false) return result
      const undo = await start(project, { ...input, request: { ...input.request, deploymentId: null, undo: begun.runId, data: 'keep' }, planHash: null, forced: 'all', reason: `Undo of ${begun.runId}, which failed: ${input.reason}`, onFailure: 'stop', acceptsDataLoss: true })
      const undone = await undo.finished
      const note = undone.result.success ? `The run was undone: ${undone.result.rolledBackTo.version} serves again (run ${undo.runId}).` : `The undo failed too (run ${undo.runId}): ${undone.result.warnings[0] ?? ''}`
      return { ...result, result: { ...result.result, warnings: [...result.result.warnings, note] } }
    })
    finished.catch(() => undefined)
    return { ...begun, finished }
  }
  const snapshotOf = async (project: string, runId: string): Promise<boolean> => (await runView(await session(project), runId)).state.snapshot !== null

  return withMaskedProblems({
    actor,
    open: async (path) => projectView(await session(path)),
    init: async (path) => { await initProject(path, deps); return projectView(await session(path)) },
    overview: async (project, observe, patience) => overview(await session(project), observe, patience ?? null),
    observe: async (project, name) => {
      const opened = await session(project)
      const definition = await environmentOf(opened, name)
      const { current } = currentOf((await opened.registry.read()).registry, name)
      return observeEnvironment(opened, definition, { probes: { version: current?.version ?? null } })
    },
    deployments: async (project, query) => deploymentsPage(await session(project), query),
    deployment: async (project, id) => deploymentDetail(await session(project), id),
    record: async (project, input) => record(await session(project), input, actor.user),
    recordBegin: async (project, input) => recordBegin(await session(project), input, actor.user),
    recordFinish: async (project, id, status, images) => recordFinish(await session(project), id, status, images),
    targets: async (project, name) => { const opened = await session(project); return targetsView(opened, await environmentOf(opened, name)) },
    prepare: async (project, request, onCheck) => {
      const opened = await session(project)
      const view = await prepare(opened, request, actor, onCheck)
      rememberPrepared(opened, request, view)
      return view
    },
    fileDiff: async (project, request, path) => fileDiffOf(await session(project), request, path),
    start,
    runView: async (project, runId) => runView(await session(project), runId),
    output: async (project, runId, from, limit) => { const opened = await session(project); return createOutput(opened.context.files, opened.paths.runFolder(runId)).read(from, limit) },
    searchOutput: async (project, runId, text, step, errorsOnly) => { const opened = await session(project); return createOutput(opened.context.files, opened.paths.runFolder(runId)).search(text, step, errorsOnly) },
    cancel: async (_, runId) => driverOf(drivers, runId).cancel(),
    decide: async (_, runId, decision) => driverOf(drivers, runId).decide(decision),
    resume: async (project, runId) => handle(project, await resumeRun(await session(project), runId, actor, listenersFor(project), true)),
    abandon: async (project, runId, reason) => {
      const driver = drivers.get(runId)?.driver
      if (driver) {
        requireWaiting(driver)
        await driver.decide('stop')
        await driver.finished
        return
      }
      await abandon(await session(project), runId, reason, actor, listenersFor(project))
      changed(project, ['runs', 'registry'])
    },
    history: async (project, query, patience) => historyView(await session(project), query, patience ?? null),
    result: async (project, runId) => resultView(await session(project), runId),
    registryCopies: async (project) => registryCopies(await session(project)),
    restoreRegistry: async (project, copy, digest) => {
      const restored = await restoreRegistry(await session(project), copy, digest)
      changed(project, ['registry'])
      return restored
    },
    settingsSchema: () => projectJsonSchema({ runtimes, databases }),
    ...snapshotEngine(session, changed),
    verifyHistory: async (project, head) => (await (await session(project)).history.again(head === undefined ? null : parseHead(head))).view,
    historyHead: async (project) => historyHead(await session(project)),
    identity: async (project) => identityView(deps.identity, deps.signatures, project === null ? null : await session(project)),
    chooseSigningKey: async (file, project) => { await deps.identity.choose(file); return identityView(deps.identity, deps.signatures, project === null ? null : await session(project)) },
    exportFile: async (project, what, format, zone) => exportFile(await session(project), what, format, zone, actor),
    saveExport: async ({ content }, format, path) => {
      const bytes = format === 'pdf' ? await printPdf(content, deps.host, deps.files, env) : Buffer.from(content)
      await deps.files.write(path, bytes, { mode: 0o644 })
      return bytes.length
    },
    readSettings: async (project) => (await session(project)).definitionFile.read().then(({ definition: _, ...text }) => text),
    checkSettings: async (project, text) => (await session(project)).definitionFile.check(text),
    saveSettings: async (project, text, baseDigest) => {
      const saved = await (await session(project)).definitionFile.save(text, baseDigest)
      changed(project, ['settings'])
      return saved
    },
    doctor: async (project) => doctor(deps.host, project === null ? null : (await (await session(project)).definitionFile.read()).definition, await deps.identity.chosen().then(({ file }) => file !== null, () => true)),
    active: () => [...drivers].map(([runId, { project }]) => ({ project, runId })),
    listen: (listener) => { listeners.add(listener); return () => listeners.delete(listener) },
    watch: (project) => watchProject(() => session(project), (what) => changed(project, what), (runId) => drivers.has(runId), listenersFor(project)),
    close: async () => {
      for (const { driver } of drivers.values()) driver.leave()
      await Promise.allSettled([...drivers.values()].map(({ driver }) => driver.finished))
      await Promise.allSettled([...sessions.values()].map(async (opened) => (await opened).close()))
      sessions.clear()
    }
  }, deps.secrets.mask)
}

/** A user without an entry in the system's list has a number only. */
function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env['USER'] ?? `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

function driverOf(drivers: ReadonlyMap<string, { readonly driver: Driver }>, runId: string): Driver {
  const driver = drivers.get(runId)?.driver
  if (driver) return driver
  throw fail('run-elsewhere', `Run ${runId} is not driven by this program.`, 'Decide where it was started, or resume it here once that program has ended.')
}

function requireWaiting(driver: Driver): void {
  if (driver.state().status === 'waiting') return
  throw fail('run-driven', `Run ${driver.runId} goes on. Nothing was changed.`, 'Cancel it first; it then waits for a decision.')
}

/** The journal cannot be written any more: the run stands where its last confirmed event says, and is found again. */
function interrupted(driver: Driver, error: unknown): Error {
  const { message, next, ...problem } = problemOf(error)
  const state = driver.state()
  return fail('run-interrupted', `${message} The run ${driver.runId} was interrupted there: ${stateSentence(state, false)}`, `${next} Then resume, undo or abandon it.`.trim(), { ...problem, code: 'run-interrupted' })
}

function resultOrWaiting(driver: Driver, result: RunResult | null): RunResult {
  if (result) return result
  const { decision, header } = driver.state()
  throw fail('run-waits', `${decision?.problem.message ?? 'A step failed.'} The run ${header.runId} waits for a decision: resume, undo or abandon it.`, `Run \`backstep resume\`, \`backstep undo ${header.runId}\` or \`backstep abandon ${header.runId}\`.`)
}
