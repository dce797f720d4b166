import { matches } from '../../domain/differences'
import type { Plan, Step } from '../../domain/plan'
import { fail } from '../../domain/problem'
import { observeKey } from '../gather/observe'
import type { Session } from '../session/session'

/** Observes again what the step expects. Exit 0 without the effect is a failed step. */
export async function requireExpected(session: Session, plan: Plan, step: Step): Promise<void> {
  for (const [key, expected] of Object.entries(step.expects)) {
    if (key.startsWith('artifact:')) continue
    const fact = await observeKey(session, plan.definition, key)
    if (fact.known && matches(fact.is, expected)) continue
    throw fail('no-effect', `${step.title}: it ended, but ${key} is not as expected${fact.known ? '' : `: ${fact.reason}`}.`, 'Look at its output, then retry or undo.')
  }
}
