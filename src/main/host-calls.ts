/** Each call of the contract that the engine answers, as one line to the engine. */
import { createDemo, removeDemo, resetDemo } from '../engine/demo'
import type { Engine } from '../engine/engine'
import type { Input, Outputs } from '../ipc/contract'
import { createAborts } from './aborts'
import type { HeldEngine } from './held-engine'
import type { Telling } from './telling'
import type { EngineCall } from './wire'

export type EngineHandlers = { readonly [K in EngineCall]: (input: Input<K>) => Promise<Outputs[K]> }

/** The calls as this engine answers them; `held` lets go of it while the demo's folder is deleted. */
export function engineHandlers(engine: Engine, held: Pick<HeldEngine, 'without'>, telling: Telling): EngineHandlers {
  return { ...projectCalls(engine, held, telling), ...guideCalls(engine, telling), ...runCalls(engine), ...recordCalls(engine), ...snapshotCalls(engine, telling), ...keyCalls(engine) }
}

/** Milliseconds that a screen waits for the history to be verified; it is told when that takes longer. */
const PATIENCE = 250

type Some<K extends EngineCall> = Pick<EngineHandlers, K>
type ProjectCall = `project:${'open' | 'read' | 'init'}` | `demo:${'create' | 'reset' | 'remove'}` | 'overview' | `deployments:${'list' | 'show' | 'record'}` | `registry:${'copies' | 'restore'}` | 'doctor'

function projectCalls(engine: Engine, held: Pick<HeldEngine, 'without'>, telling: Telling): Some<ProjectCall> {
  const progress = (sentence: string, done: number, total: number): void =>
    telling.progress({ name: 'demo-progress', payload: { sentence, done, total } })
  return {
    'project:open': ({ path }) => engine.open(path),
    'project:read': ({ project }) => engine.open(project),
    'project:init': ({ path }) => engine.init(path),
    'demo:create': ({ directory }) => createDemo(directory, progress),
    'demo:reset': ({ project }) => held.without(() => resetDemo(project, progress)),
    'demo:remove': async ({ project }) => nothing(await held.without(() => removeDemo(project))),
    'overview': ({ project, observe }) => engine.overview(project, observe, PATIENCE),
    'deployments:list': ({ project, query }) => engine.deployments(project, query),
    'deployments:show': ({ project, id }) => engine.deployment(project, id),
    'deployments:record': async ({ project, ...input }) => engine.deployment(project, (await engine.record(project, input)).id),
    'registry:copies': ({ project }) => engine.registryCopies(project),
    'registry:restore': ({ project, copy, digest }) => engine.restoreRegistry(project, copy, digest),
    'doctor': ({ project }) => engine.doctor(project)
  }
}

function guideCalls(engine: Engine, telling: Telling): Some<'guide:targets' | 'guide:prepare' | 'guide:file'> {
  return {
    'guide:targets': ({ project, environment }) => engine.targets(project, environment),
    'guide:prepare': ({ project, request, ticket }) =>
      engine.prepare(project, request, (check, done, total) => telling.progress({ name: 'prepare-progress', payload: { ticket, check, done, total } })),
    'guide:file': ({ project, request, path }) => engine.fileDiff(project, request, path)
  }
}

type RunCall = `run:${'start' | 'view' | 'output' | 'search' | 'cancel' | 'decide' | 'prepare-resume' | 'resume' | 'abandon' | 'take-over'}` | 'environment:wait'

function runCalls(engine: Engine): Some<RunCall> {
  return {
    'run:start': async ({ project, ...input }) => begun(await engine.start(project, { ...input, via: 'window' })),
    'run:view': ({ project, runId }) => engine.runView(project, runId),
    'run:output': ({ project, runId, from, limit }) => engine.output(project, runId, from, limit),
    'run:search': async ({ project, runId, text, step, errorsOnly, from }) => ({ matches: await engine.searchOutput(project, runId, { text, step, errorsOnly, from }) }),
    'run:cancel': async ({ project, runId }) => nothing(await engine.cancel(project, runId)),
    'run:decide': async ({ project, runId, decision }) => nothing(await engine.decide(project, runId, decision)),
    'run:prepare-resume': ({ project, runId }) => engine.prepareResume(project, runId),
    'run:resume': async ({ project, runId, ...input }) => begun(await engine.resume(project, runId, { ...input, onFailure: 'ask' })),
    'run:take-over': async ({ project, ...input }) => ({ runId: (await engine.takeOver(project, input)).runId }),
    'environment:wait': async ({ project, environment, wait }) => ({ free: await engine.waitUntilFree(project, environment, { wait }) }),
    'run:abandon': async ({ project, runId, reason, what }) => nothing(await engine.abandon(project, runId, reason, what))
  }
}

type RecordCall = `history:${'list' | 'show' | 'verify'}` | 'export:make' | `identity:${'show' | 'choose'}` | `settings:${'read' | 'schema' | 'check' | 'save'}`

function recordCalls(engine: Engine): Some<RecordCall> {
  return {
    'history:list': ({ project, ...query }) => engine.history(project, query, PATIENCE),
    'history:show': ({ project, runId }) => engine.result(project, runId),
    'history:verify': ({ project, head }) => engine.verifyHistory(project, head),
    'export:make': ({ project, what, format, zone }) => engine.exportFile(project, what, format, zone),
    'identity:show': ({ project }) => engine.identity(project),
    'identity:choose': ({ project, file }) => engine.chooseSigningKey(file, project),
    'settings:read': ({ project }) => engine.readSettings(project),
    'settings:schema': async () => engine.settingsSchema(),
    'settings:check': async ({ project, text }) => ({ problems: await engine.checkSettings(project, text) }),
    'settings:save': ({ project, text, baseDigest }) => engine.saveSettings(project, text, baseDigest)
  }
}

/** What is verified or pruned now, by project. */
const aborts = createAborts()

function snapshotCalls(engine: Engine, telling: Telling): Some<`snapshots:${'list' | 'show' | 'verify' | 'stop' | 'prune' | 'pin' | 'encrypt'}`> {
  return {
    'snapshots:list': ({ project }) => engine.snapshots(project),
    'snapshots:show': ({ project, id }) => engine.snapshot(project, id),
    'snapshots:verify': ({ project, id, level }) => aborts.during(project, (abort) =>
      engine.verifySnapshots(project, { ids: [id], level }, { abort, onProgress: (progress) => telling.progress({ name: 'verify-progress', payload: { project, progress } }) })),
    'snapshots:stop': async ({ project }) => nothing(aborts.stop(project)),
    'snapshots:prune': ({ project, only, asides }) => aborts.during(project, async (abort) => {
      const pruned = await engine.pruneSnapshots(project, { only, abort })
      if (asides.length === 0 || abort.aborted) return pruned
      const aside = await engine.removeAsides(project, asides)
      return { removed: [...pruned.removed, ...aside.removed], stayed: [...pruned.stayed, ...aside.stayed], bytes: pruned.bytes + aside.bytes }
    }),
    'snapshots:pin': ({ project, id, pinned }) => engine.pinSnapshot(project, id, pinned),
    'snapshots:encrypt': ({ project }) => engine.encryptOld(project)
  }
}

function keyCalls(engine: Engine): Some<`keys:${'list' | 'create' | 'add' | 'remove'}`> {
  const { user, host } = engine.actor
  return {
    'keys:list': ({ project }) => engine.keys(project),
    'keys:create': async ({ project, where }) => ({ made: await engine.createKey(project, where === 'file' ? { kind: 'file', path: null } : { kind: 'auto' }, `${user} on ${host}`), keys: await engine.keys(project) }),
    'keys:add': async ({ project, recipient, name }) => {
      await engine.addKey(project, recipient, name)
      return engine.keys(project)
    },
    'keys:remove': async ({ project, recipient }) => {
      await engine.removeKey(project, recipient)
      return engine.keys(project)
    }
  }
}

// How a run ends is told by its events; the promise of the same must not end as an unhandled rejection.
function begun({ runId, finished, settled }: { readonly runId: string; readonly finished: Promise<unknown>; readonly settled: Promise<unknown> }): { readonly runId: string } {
  finished.catch(() => undefined)
  settled.catch(() => undefined)
  return { runId }
}

const nothing = (_: unknown): null => null
