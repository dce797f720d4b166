/** The question after a failed or broken-off step: put to a person, decided by policy, or left open with the run. */
import { decisionOptions } from '../../domain/decisions'
import { fail, type Problem } from '../../domain/problem'
import type { Actor, Decision } from '../../domain/run'
import type { Journal } from './journal'

export interface Ask {
  /** The step that failed; null when the run was cancelled. */
  readonly step: string | null
  /** Steps that were broken off by the cancellation. */
  readonly aborted: readonly string[]
  readonly problem: Problem
}
export interface Asking {
  /** Throws `LeftWaiting` when the run is to stay as it is, unfinished. */
  decide(ask: Ask): Promise<Decision>
  /** Throws `decision-not-offered`; without a question it does nothing. */
  answer(decision: Decision): void
  /** A question is open, and somebody is to answer it: the policy does not. */
  waits(): boolean
  /** From now on questions stay open; a question that is open ends so. */
  leave(): void
}

export class LeftWaiting extends Error {}

export function createAsking(journal: Journal, actor: Actor, mayAsk: boolean, onWaiting: () => void): Asking {
  const { onFailure } = journal.state().header
  let open: { readonly options: readonly Decision[]; choose(decision: Decision): void; leave(): void } | null = null
  let leaving = false

  const answered = (options: readonly Decision[]): Promise<Decision> =>
    new Promise((choose, reject) => { open = { options, choose, leave: () => reject(new LeftWaiting()) } })

  return {
    waits: () => open !== null && onFailure === 'ask',
    leave() {
      leaving = true
      open?.leave()
    },
    answer(decision) {
      if (open && !open.options.includes(decision)) throw fail('decision-not-offered', `'${decision}' is not offered here. Nothing was changed.`, `Choose ${open.options.join(', ')}.`)
      open?.choose(decision)
      open = null
    },
    async decide({ step, aborted, problem }) {
      const options = decisionOptions(journal.state(), { step, aborted })
      // Ready before the event is out: whoever hears it may answer at once.
      const answer = answered(options)
      answer.catch(() => undefined)
      try {
        await journal.emit({ type: 'decision-needed', step, ...(aborted.length > 0 ? { aborted } : {}), options, problem })
        if (leaving || (onFailure === 'ask' && !mayAsk)) throw new LeftWaiting()
        if (onFailure === 'ask') onWaiting()
        const decision = onFailure === 'ask' ? await answer : onFailure
        await journal.emit({ type: 'decision-made', decision, actor })
        return decision
      } finally {
        open = null
      }
    }
  }
}
