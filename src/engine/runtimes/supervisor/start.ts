/** Starts a service's program as a child that outlives us, and remembers what it was started with. */
import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { canonicalJson } from '../../../domain/canonical'
import { maskArguments } from '../../../domain/config'
import type { ServiceDefinition } from '../../../domain/definition'
import { LOCAL } from '../../../domain/facts'
import type { Action } from '../../../domain/plan'
import { fail, type Evidence } from '../../../domain/problem'
import type { EnvironmentContext } from '../../context'
import type { Host, ProcessId } from '../../hosts/host'
import { MASK } from '../../hosts/secrets'
import { secretName } from '../settings'
import { pause } from '../../hosts/until-gone'
import { exited } from './alive'
import { endLeftOvers, findLive } from './live'
import { followLast, logPath, openLog } from './log'
import { restartElsewhere } from './restart'
import { readState, TOKEN, writeState, type ServiceState } from './state'

/** A line that a step prints: what its program wrote, or a note of ours. */
export type OnLine = (stream: 'stdout' | 'stderr' | 'note' | 'command', line: string) => void
export type StartAction = Extract<Action, { kind: 'start-process' }>

/** A process that lived so long did not end right after its start. */
const SETTLE = 150
const POLL = 15

export interface StartOptions {
  readonly abort?: AbortSignal
  /** Its probes are waited for next, which notices when it ends: it is not watched here. Answers whether they are good already. */
  readonly awaited?: () => Promise<boolean>
}

/** Fails with `service-exited` and the last lines of its log when it ends right away. */
export async function startProcess(context: EnvironmentContext, service: ServiceDefinition, action: StartAction, onLine: OnLine, options: StartOptions = {}): Promise<Evidence> {
  const { abort } = options
  const host = context.host(service.hosts[0] ?? LOCAL)
  refuseAborted(service, abort)
  if (action.waits) return restartElsewhere(context, host, service, action, onLine, abort)
  const before = await readState(context, service.name)
  const live = await findLive(host, before)
  if (live) return alreadyRuns(service, action, before, live)
  if ((await endLeftOvers(host, service.name, before)) > 0) onLine('note', `Ended what the last start of ${service.name} had left behind.`)
  return spawnAndSettle(context, host, service, action, before, onLine, options)
}

/** A start that is repeated finds its child; any other process of the service is in the way. */
function alreadyRuns(service: ServiceDefinition, action: StartAction, before: ServiceState | null, live: ProcessId): Evidence {
  if (canonicalJson(before?.inputs ?? null) === canonicalJson(action.inputs)) return { argv: action.argv, cwd: action.cwd, duration: 0, observed: `runs as process ${live.pid}` }
  throw fail('service-runs', `${service.name} already runs as process ${live.pid} with something else, so it was not started a second time.`, 'Make a new plan: it stops that process first.')
}

async function spawnAndSettle(context: EnvironmentContext, host: Host, service: ServiceDefinition, action: StartAction, before: ServiceState | null, onLine: OnLine, { abort, awaited }: StartOptions): Promise<Evidence> {
  const began = performance.now()
  const answering = awaited?.() ?? Promise.resolve(false)
  const log = logPath(context, service.name)
  const offset = await openLog(context, log)
  const cwd = await folderOf(service, action.cwd)
  onLine('command', action.argv.join(' '))
  const answeredBefore = await answering
  const id = await spawnStamped(context, host, service, { ...action, cwd }, log, { stoppedByUs: before?.stoppedByUs ?? true, printedFrom: offset, answeredBefore })
  const evidence = (): Evidence => ({ argv: maskArguments(action.argv, context.mask, MASK), cwd, duration: Math.round(performance.now() - began), observed: `runs as process ${id.pid}` })
  if (awaited) return evidence()
  const lines = followLast(context, log, offset, onLine)
  let alive = false
  try {
    alive = await settles(host, id, abort)
  } finally {
    await lines.stop()
  }
  if (!alive) throw exited(service, 'right after its start', log, lines, { ...evidence(), observed: 'its process ended' })
  return { ...evidence(), output: lines.last }
}

/** The token and the inputs are on disk before the child exists, its pid right after: at every instant a living child is found again. */
async function spawnStamped(context: EnvironmentContext, host: Host, service: ServiceDefinition, action: StartAction, logFile: string, known: Pick<ServiceState, 'stoppedByUs' | 'printedFrom' | 'answeredBefore'>): Promise<ProcessId> {
  const env = environmentOf(context, action.env)
  const state: ServiceState = { format: 1, token: randomUUID(), process: null, inputs: action.inputs, startedAt: null, elsewhere: false, ...known }
  await writeState(context, service.name, state)
  const process = await host.spawn(action.argv, { cwd: action.cwd, env: { ...env, [TOKEN]: state.token }, logFile })
  await writeState(context, service.name, { ...state, process, stoppedByUs: false, startedAt: context.clock.now().toISOString() })
  return process
}

/** Values of secrets are put in only here; a plan holds their names. */
export const environmentOf = (context: EnvironmentContext, env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => {
    const secret = secretName(value)
    return [name, secret === null ? value : context.secret(secret)]
  }))

export const folderOf = (service: ServiceDefinition, cwd: string): Promise<string> =>
  realpath(cwd).catch(() => {
    throw fail('folder-missing', `The folder ${cwd} of ${service.name} does not exist, so it was not started.`, 'Check `directory` in backstep.yaml, or choose another target.', { place: { file: cwd } })
  })

/** Polls until it has lived for a short while; false when it ended before. */
async function settles(host: Host, id: ProcessId, abort?: AbortSignal): Promise<boolean> {
  const end = performance.now() + SETTLE
  for (;;) {
    if (!(await host.isAlive(id))) return false
    if (abort?.aborted || performance.now() >= end) return true
    await pause(POLL)
  }
}

export function refuseAborted(service: ServiceDefinition, abort?: AbortSignal): void {
  if (abort?.aborted) throw fail('cancelled', `Cancelled before anything of ${service.name} was touched.`, '')
}
