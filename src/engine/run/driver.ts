/** Drives one run that this engine owns: the journal, the output, decisions and cancelling around the executor. */
import type { Observed } from '../../domain/facts'
import type { Step } from '../../domain/plan'
import { fail, problemOf } from '../../domain/problem'
import type { Actor, Decision, OutputLine, RunEvent, RunResult, RunState } from '../../domain/run'
import type { Held } from '../lock/lock'
import { createOutput, type Output } from '../output'
import type { Session } from '../session/session'
import { createAsking, LeftWaiting } from './asking'
import { createCancelling } from './cancelling'
import { concludeRun } from './conclude'
import { execute, type Ended } from './execute'
import { haltedBy } from './halted'
import { createJournal, NotJournalled } from './journal'
import { performing } from './performing'
import { gatherResume } from './prepare-resume'

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
  /** False: a failing step leaves the run waiting, resumable, and the driver ends (a caller that cannot be asked). */
  readonly mayAsk: boolean
  onEvents(events: readonly RunEvent[]): void
  onOutput(lines: readonly OutputLine[]): void
}
export interface Driver {
  readonly runId: string
  /** What it printed, with the lines that are still to be written. */
  readonly output: Pick<Output, 'read' | 'search'>
  state(): RunState
  /** Breaks off or finishes the step in hand, then asks. Does nothing while the run waits, or once its steps are over: false then. */
  cancel(): Promise<boolean>
  decide(decision: Decision): Promise<void>
  /** Ends driving a run that waits, or that comes to wait: it stays unfinished and can be resumed. */
  leave(): void
  /** It asked, and nobody has answered yet. */
  waits(): boolean
  /** Leaves a run that waits to whoever gets its environment's lock here, still held. Throws `run-driven`, with nothing changed, when it goes on or somebody has got it already. */
  handOver(): Promise<Held>
  /** Null when the run was left waiting. Rejects when it could not be journalled any more: it is interrupted then. */
  readonly finished: Promise<RunResult | null>
  /** Resolves each time the run waits or has finished. */
  settled(): Promise<'waiting' | 'finished'>
}

export function drive(input: DriverInput): Driver {
  const { session, epoch, actor } = input
  const { header } = input.state
  const output = createOutput(session.context.files, session.paths.runFolder(header.runId))
  const journal = createJournal(session, epoch, input.state, (events) => input.onEvents(events))
  const cancelling = createCancelling()
  const waiters = new Set<(now: 'waiting' | 'finished') => void>()
  const settle = (now: 'waiting' | 'finished'): void => {
    for (const waiter of waiters) waiter(now)
    waiters.clear()
  }
  const asking = createAsking(journal, actor, input.mayAsk, () => settle('waiting'))
  let over = false
  let performed = false
  let handedOver = false

  const finished = toItsEnd()

  async function toItsEnd(): Promise<RunResult | null> {
    try {
      return await run()
    } finally {
      over = true
      await output.close()
      await session.store.release(header.plan.environment, epoch).catch(() => undefined)
      if (!handedOver) await input.lock.release()
      settle('finished')
    }
  }
  async function run(): Promise<RunResult | null> {
    try {
      const ended = await performAll()
      performed = true
      const lost = await output.close()
      return await concludeRun(session, journal, epoch, ended, lost, (events) => input.onEvents(events))
    } catch (error) {
      if (error instanceof LeftWaiting) return null
      throw haltedBy(error, journal.state())
    }
  }
  function performAll(): Promise<Ended> {
    return execute({
      session, plan: header.plan, runId: header.runId, steps: input.steps, attempts: attemptsOf(input.state), actor, cancelling, asking, emit: (body, how) => journal.emit(body, how),
      replan: () => replan(session, journal.state()),
      performing: (step, attempt) => performing({ ...input, header, output, cancelled: () => cancelling.signal() }, step, attempt)
    }).catch((error: unknown): Ended => {
      if (error instanceof LeftWaiting || error instanceof NotJournalled) throw error
      return { how: 'stopped', problem: problemOf(error) }
    })
  }

  return {
    runId: header.runId,
    output,
    state: () => journal.state(),
    finished,
    settled: () => over ? Promise.resolve('finished') : asking.waits() ? Promise.resolve('waiting') : new Promise((resolve) => waiters.add(resolve)),
    async cancel() {
      if (over || performed) return false
      if (cancelling.requested() || asking.waits()) return true
      cancelling.request()
      return journal.emit({ type: 'cancel-requested', actor }).then(() => true, unlessEnded)
    },
    leave: () => asking.leave(),
    waits: () => asking.waits(),
    async handOver() {
      if (handedOver) throw fail('run-driven', `Run ${header.runId} is being undone or marked as failed already. Nothing was changed.`, 'Look at what came of that.')
      if (!asking.waits()) throw fail('run-driven', `Run ${header.runId} goes on. Nothing was changed.`, 'Cancel it first; it then waits for a decision.')
      handedOver = true
      asking.leave()
      await finished.catch(() => undefined)
      return input.lock
    },
    decide: async (decision) => asking.answer(decision)
  }
}

/** It has ended meanwhile, and there is nothing left to stop. */
function unlessEnded(error: unknown): false {
  if (problemOf(error).code === 'run-finished') return false
  throw error
}

/** Only what was confirmed; where it cannot be told, what was left before is left still. */
const replan = (session: Session, state: RunState): Promise<readonly Step[] | null> =>
  gatherResume(session, state).then(({ plan }) => (plan.foreign.length + plan.unconfirmed.length === 0 ? plan.steps : null), () => null)

const attemptsOf = (state: RunState): Map<string, number> => new Map(Object.values(state.steps).map((step) => [step.id, step.attempt]))
