/**
 * Starts the engine's process, hands it calls, and starts it again when it dies:
 *
 *   off ─start─▶ starting ─ready─▶ up ─exit─▶ resting ─(backoff)─▶ starting
 *                    └────exit─────────────────▶ ┘        any ─stop─▶ stopped
 *
 * Calls that a process had when it died fail with `engine-died`; calls made while none is up wait for the next one.
 */
import type { Problem } from '../domain/problem'
import type { Input, Outputs, Result } from '../ipc/contract'
import type { ActiveRun, EngineCall, FromHost, ToHost, Told } from './wire'

/** One process: what electron's utility process gives, and tests replace. */
export interface HostProcess {
  post(message: ToHost): void
  onMessage(listener: (message: FromHost) => void): void
  onExit(listener: (code: number) => void): void
  kill(): void
}
export interface EngineProcessOptions {
  readonly fork: () => HostProcess
  readonly told: (events: readonly Told[]) => void
  readonly activeChanged: (runs: readonly ActiveRun[]) => void
  readonly stateChanged: (up: boolean, problem: Problem | null) => void
}
export interface EngineProcess {
  start(): void
  call<K extends EngineCall>(name: K, input: Input<K>): Promise<Result<Outputs[K]>>
  /** The project whose changes on disk are told, also by the processes to come. */
  watch(project: string): void
  /** Lets it finish what it writes, at most `STOP_WITHIN`; afterwards nothing is started again. */
  stop(): Promise<void>
}

type State =
  | { readonly is: 'off' | 'stopped' }
  | { readonly is: 'starting' | 'up'; readonly host: HostProcess; readonly since: number }
  | { readonly is: 'resting'; readonly timer: NodeJS.Timeout }
type Waiting = { readonly message: Extract<ToHost, { kind: 'call' }>; readonly answer: (result: Result<unknown>) => void }

const FIRST_REST = 250
const LONGEST_REST = 10_000
const HEALTHY_AFTER = 30_000
const STOP_WITHIN = 3_000

export function createEngineProcess(options: EngineProcessOptions): EngineProcess {
  const waiting = new Map<number, Waiting>()
  let state: State = { is: 'off' }
  let rest = FIRST_REST
  let lastId = 0
  let project: string | null = null
  let closed: () => void = () => undefined

  const start = (): void => {
    const host = options.fork()
    state = { is: 'starting', host, since: Date.now() }
    host.onMessage((message) => hostOf(state) === host && receive(host, message))
    host.onExit((code) => hostOf(state) === host && died(code))
  }
  const receive = (host: HostProcess, message: FromHost): void => {
    switch (message.kind) {
      case 'ready':
        return ready(host)
      case 'answer':
        return answered(message.id, message.result)
      case 'told':
        return options.told(message.events)
      case 'active':
        return options.activeChanged(message.runs)
      case 'closed':
        return closed()
    }
  }
  const ready = (host: HostProcess): void => {
    state = { is: 'up', host, since: Date.now() }
    if (project !== null) host.post({ kind: 'watch', project })
    for (const { message } of waiting.values()) host.post(message)
    options.stateChanged(true, null)
  }
  const answered = (id: number, result: Result<unknown>): void => {
    waiting.get(id)?.answer(result)
    waiting.delete(id)
  }
  const died = (code: number): void => {
    const lived = 'since' in state ? Date.now() - state.since : 0
    rest = lived > HEALTHY_AFTER ? FIRST_REST : rest
    state = { is: 'resting', timer: setTimeout(start, rest) }
    rest = Math.min(rest * 2, LONGEST_REST)
    const problem = engineDied(code)
    for (const id of [...waiting.keys()]) answered(id, { ok: false, problem })
    options.activeChanged([])
    options.stateChanged(false, problem)
  }
  const call = <K extends EngineCall>(name: K, input: Input<K>): Promise<Result<Outputs[K]>> =>
    new Promise((resolve) => {
      if (state.is === 'stopped') return resolve({ ok: false, problem: STOPPED })
      const message = { kind: 'call', id: ++lastId, name, input } as const
      // The host answers with the output of the call it was given.
      waiting.set(message.id, { message, answer: resolve as (result: Result<unknown>) => void })
      if (state.is === 'up') state.host.post(message)
    })
  const watch = (path: string): void => {
    project = path
    if (state.is === 'up') state.host.post({ kind: 'watch', project: path })
  }
  const stop = async (): Promise<void> => {
    const host = hostOf(state)
    if (host && state.is === 'up') await closing(host)
    // It may have died instead of closing, and then another one is about to be started.
    if (state.is === 'resting') clearTimeout(state.timer)
    state = { is: 'stopped' }
    host?.kill()
    for (const id of [...waiting.keys()]) answered(id, { ok: false, problem: STOPPED })
  }
  const closing = (host: HostProcess): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, STOP_WITHIN)
      closed = () => {
        clearTimeout(timer)
        resolve()
      }
      host.onExit(closed)
      host.post({ kind: 'close' })
    })
  return { start, call, watch, stop }
}

const hostOf = (state: State): HostProcess | undefined => ('host' in state ? state.host : undefined)

const engineDied = (code: number): Problem => ({
  code: 'engine-died',
  message: `The engine stopped unexpectedly (exit ${code}) and is being started again.`,
  next: 'Ask again in a moment. Nothing that was confirmed is lost: a run that went on is found again with its last confirmed step.'
})
const STOPPED: Problem = { code: 'engine-stopped', message: 'Backstep is closing.', next: 'Start it again.' }
