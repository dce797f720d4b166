/** Drives one run that this engine owns: the journal, the output, decisions and cancelling around the executor. */
import { applyEvent } from '../../domain/run-state'
import type { Observed } from '../../domain/facts'
import type { Step } from '../../domain/plan'
import { problemOf, type Problem } from '../../domain/problem'
import type { Actor, Decision, OutputLine, RunEvent, RunEventBody, RunResult, RunState } from '../../domain/run'
import { observeEnvironment } from '../gather/observe'
import type { Held } from '../lock/lock'
import { createManifests } from '../manifests'
import { createOutput, type Output } from '../output'
import { contextOf, type Session } from '../session/session'
import { execute, type Ended } from './execute'
import { finish, flushOutbox } from './finish'
import { recordLeft } from './left'

export interface DriverInput {
  readonly session: Session
  readonly state: RunState
  readonly epoch: number
  readonly lock: Held
  readonly observed: Observed
  readonly registryText: () => Promise<string | null>
  /** The steps still to do. */
  readonly steps: readonly Step[]
  readonly actor: Actor
  readonly rowsLost: number | null
  /** False: a failing step leaves the run waiting, resumable, and the driver ends (a caller that cannot be asked). */
  readonly mayAsk: boolean
  onEvents(events: readonly RunEvent[]): void
  onOutput(lines: readonly OutputLine[]): void
}
export interface Driver {
  readonly runId: string
  state(): RunState
  cancel(): Promise<void>
  decide(decision: Decision): Promise<void>
  /** Ends driving a run that waits: it stays unfinished and can be resumed. Does nothing while steps run. */
  leave(): void
  /** Null when the run was left waiting. */
  readonly finished: Promise<RunResult | null>
  /** Resolves each time the run waits or has finished. */
  settled(): Promise<'waiting' | 'finished'>
}

export function drive(input: DriverInput): Driver {
  const { session } = input
  const runId = input.state.header.runId
  const output = createOutput(session.context.files, session.paths.runFolder(runId))
  const abort = new AbortController()
  const waiters = new Set<(now: 'waiting' | 'finished') => void>()
  let state = input.state
  let cancelled = false
  let choose: ((decision: Decision) => void) | null = null
  let left: (() => void) | null = null
  let over = false
  let leaving = false

  const emit = async (body: RunEventBody): Promise<RunEvent> => {
    const event = await session.store.append(runId, input.epoch, body)
    state = applyEvent(state, event)
    input.onEvents([event])
    return event
  }
  const settle = (now: 'waiting' | 'finished'): void => {
    for (const waiter of waiters) waiter(now)
    waiters.clear()
  }
  const line = lineWriter(output, runId, session, input.onOutput)

  const decide = async (step: string | null, problem: Problem): Promise<Decision> => {
    const { onFailure } = state.header
    const options: readonly Decision[] = state.snapshot ? ['retry', 'undo', 'stop'] : ['retry', 'stop']
    // Ready before the event is out: whoever hears it may answer at once.
    const answer = new Promise<Decision>((resolve, reject) => {
      choose = resolve
      left = () => reject(new LeftWaiting())
    })
    answer.catch(() => undefined)
    await emit({ type: 'decision-needed', step, options, problem })
    if (onFailure === 'ask' && (!input.mayAsk || leaving)) throw new LeftWaiting()
    if (onFailure === 'ask') settle('waiting')
    const decision = onFailure === 'ask' ? await answer : onFailure
    choose = null
    left = null
    await emit({ type: 'decision-made', decision, actor: input.actor })
    return decision
  }

  const finished = run().finally(async () => {
    over = true
    await output.close()
    await input.lock.release()
    settle('finished')
  })

  async function run(): Promise<RunResult | null> {
    const context = contextOf(session, state.header.plan.definition)
    const snapshot = createManifests(context).snapshot(runId, {
      plan: state.header.plan, reason: state.header.reason, actor: state.header.actor
    })
    const ended = await execute({
      session, runId, plan: state.header.plan, steps: input.steps, attempts: attemptsOf(state), emit,
      performing: (step) => ({ context, steps: state.header.plan.steps, snapshot, observed: input.observed, registryText: input.registryText, abort: abort.signal, line: (stream, text) => line(step, stream, text) }),
      cancelled: () => cancelled,
      decide,
      goOn: () => { cancelled = false }
    }).catch((error: unknown): Ended | null => (error instanceof LeftWaiting ? null : { how: 'stopped', problem: problemOf(error) }))
    return ended && end(ended)
  }

  async function end(ended: Ended): Promise<RunResult> {
    const definition = state.header.plan.definition
    // What serves was asked by the steps that verify.
    const observed = await observeEnvironment(session, definition, { probes: null }).catch(() => null)
    const notLeft = ended.how === 'done' && observed ? await recordLeft(session, state, observed).then(() => null, problemOf) : null
    const how = ended.how === 'done' ? 'done' : ended.problem.code === 'cancelled' ? 'stopped' : 'failed'
    const { result, event } = await finish(session, { state, epoch: input.epoch, observed, how, problem: ended.how === 'done' ? null : ended.problem, rowsLost: input.rowsLost })
    state = applyEvent(state, event)
    const owed = await flushOutbox(session)
    await session.store.release(definition.name, input.epoch).catch(() => undefined)
    input.onEvents([event])
    const more = [owed, notLeft].flatMap((problem) => (problem ? [problem.message] : []))
    return more.length > 0 ? { ...result, result: { ...result.result, warnings: [...result.result.warnings, ...more] } } : result
  }

  return {
    runId,
    state: () => state,
    finished,
    settled: () => over ? Promise.resolve('finished') : choose ? Promise.resolve('waiting') : new Promise((resolve) => waiters.add(resolve)),
    async cancel() {
      if (cancelled || over || choose) return
      cancelled = true
      await emit({ type: 'cancel-requested', actor: input.actor })
    },
    leave: () => {
      leaving = true
      left?.()
    },
    async decide(decision) {
      choose?.(decision)
    }
  }
}

class LeftWaiting extends Error {}

const attemptsOf = (state: RunState): Map<string, number> => new Map(Object.values(state.steps).map((step) => [step.id, step.attempt]))

function lineWriter(output: Output, runId: string, session: Session, onOutput: (lines: readonly OutputLine[]) => void) {
  return (step: Step, stream: OutputLine['stream'], text: string): void => {
    const at = session.context.clock.now().toISOString()
    onOutput([output.write({ runId, at, step: step.id, host: step.host, stream, text: session.context.mask(text) })])
  }
}
