/** The engine's face: opens projects once, hands calls to the parts, keeps the runs that it drives. */
import type { Actor } from '../domain/run'
import { snapshotEngine } from './engine-snapshots'
import type { Engine, EngineListener } from './engine'
import { databases } from './databases'
import { doctor } from './doctor'
import { withMaskedProblems } from './masked-problems'
import { observeEnvironment } from './gather/observe'
import { targetOf } from './gather/target'
import { exportFile } from './export/export-file'
import { printPdf } from './export/print'
import { fileDiffOf } from './guide/file-diff'
import { prepare } from './guide/prepare'
import { rememberPrepared } from './guide/remembered'
import { createOutput, type Output } from './output'
import { record, recordBegin, recordFinish } from './record/record'
import type { Listeners } from './run/hold'
import { flushOutbox } from './run/outbox'
import { prepareResume } from './run/prepare-resume'
import { createRuns } from './run/runs'
import { whyStale } from './run/confirmed'
import { takeOver } from './run/takeover'
import { waitUntilFree } from './run/waiting'
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
import { shownEvent } from './views/shown-plan'
import { targetsView } from './views/targets'
import { watchProject } from './watch'
import { parseHead } from '../domain/history'
import { currentOf } from '../domain/registry/lineage'
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
  const deps = createSessionDeps(env, { ...(now === undefined ? {} : { clock: { now } }), ...(options.actor === undefined ? {} : { actor: options.actor }), ...options.deps })
  const { actor } = deps
  const sessions = new Map<string, Promise<Session>>()
  const flushing = new Set<Promise<unknown>>()
  const listeners = new Set<EngineListener>()

  /** In the background, but never cut off by closing. */
  const flush = (opened: Session): void => {
    const done = flushOutbox(opened).finally(() => flushing.delete(done))
    flushing.add(done)
  }
  const session = async (path: string): Promise<Session> => {
    const known = sessions.get(path)
    if (known) return known
    const opening = openSession(path, deps)
    sessions.set(path, opening)
    opening.then((opened) => {
      opened.history.onChange(() => changed(path, ['runs']))
      flush(opened)
    }, () => sessions.delete(path))
    return opening
  }
  const listenersFor = (project: string): Listeners => ({
    onEvents: (events) => {
      const shown = events.map((event) => shownEvent(event, deps.secrets.mask))
      for (const listener of listeners) listener.events?.(project, shown)
    },
    onOutput: (lines) => {
      const [first] = lines
      if (first) for (const listener of listeners) listener.output?.(project, first.runId, lines)
    }
  })
  /** Of a run that is driven here also the lines that are not in the file yet. */
  const outputOf = async (project: string, runId: string): Promise<Pick<Output, 'read' | 'search'>> => {
    const { context, paths } = await session(project)
    return runs.outputOf(runId) ?? createOutput(context.files, paths.runFolder(runId))
  }
  const changed: NonNullable<EngineListener['changed']> = (project, what) => {
    for (const listener of listeners) listener.changed?.(project, what)
  }
  const runs = createRuns({ actor, session, listenersFor, changed })

  return withMaskedProblems({
    actor,
    open: async (path) => projectView(await session(path)),
    init: async (path) => { await initProject(path, deps); return projectView(await session(path)) },
    overview: async (project, observe, patience) => {
      const opened = await session(project)
      if (observe) flush(opened)
      return overview(opened, observe, patience ?? null)
    },
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
    recordFinish: async (project, id, status, more) => recordFinish(await session(project), id, status, more),
    targets: async (project, name) => { const opened = await session(project); return targetsView(opened, await environmentOf(opened, name)) },
    target: async (project, request) => { const opened = await session(project); return targetOf(opened, await environmentOf(opened, request.environment), request.deploymentId) },
    prepare: async (project, request, onCheck) => {
      const opened = await session(project)
      const view = await prepare(opened, request, actor, onCheck)
      rememberPrepared(opened, request, view)
      return view
    },
    stalePlan: async (project, asked, request, forced) => whyStale(await session(project), asked, request, forced),
    fileDiff: async (project, request, path) => fileDiffOf(await session(project), request, path),
    start: (project, input) => runs.start(project, input),
    runView: async (project, runId) => runView(await session(project), runId, runs.halted(runId)),
    output: async (project, runId, from, limit) => (await outputOf(project, runId)).read(from, limit),
    searchOutput: async (project, runId, wanted) => (await outputOf(project, runId)).search(wanted),
    cancel: (_, runId) => runs.cancel(runId),
    decide: (_, runId, decision) => runs.decide(runId, decision),
    leave: async (_, runId) => runs.leave(runId),
    prepareResume: async (project, runId) => prepareResume(await session(project), runId, actor, listenersFor(project)),
    resume: (project, runId, input = { hash: null, answers: {} }) => runs.resume(project, runId, input),
    abandon: (project, runId, reason, what) => runs.abandon(project, runId, reason, what),
    takeOver: async (project, input) => {
      const taken = await takeOver(await session(project), input, actor, listenersFor(project))
      changed(project, ['runs'])
      return taken
    },
    waitUntilFree: async (project, name, wait) => waitUntilFree(await session(project), name, wait),
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
    active: () => runs.active(),
    listen: (listener) => { listeners.add(listener); return () => listeners.delete(listener) },
    watch: (project) => watchProject(() => session(project), (what) => changed(project, what), (runId) => runs.drives(runId), listenersFor(project)),
    close: async () => {
      await runs.close()
      await Promise.allSettled(flushing)
      await Promise.allSettled([...sessions.values()].map(async (opened) => (await opened).close()))
      sessions.clear()
    }
  }, deps.secrets.mask)
}
