import { matches } from '../../domain/differences'
import type { Plan, Step } from '../../domain/plan'
import { fail } from '../../domain/problem'
import { observeKey } from '../gather/observe'
import { whileAlive } from '../runtimes/supervisor'
import { contextOf, type Session } from '../session/session'

/** Observes again what the step expects. Exit 0 without the effect is a failed step. */
export async function requireExpected(session: Session, plan: Plan, step: Step): Promise<void> {
  for (const [key, expected] of Object.entries(step.expects)) {
    if (key.startsWith('artifact:')) continue
    const fact = await observeKey(session, plan.definition, key)
    if (fact.known && matches(fact.is, expected)) continue
    if (step.action.kind === 'start-process' && fact.known && fact.is.kind === 'service' && fact.is.state === 'gone') await requireAlive(session, plan, step.action.service)
    throw fail('no-effect', `${step.title}: it ended, but ${key} is not as expected${fact.known ? '' : `: ${fact.reason}`}.`, 'Look at its output.')
  }
}

/** It ended between its start and now: its last words say more than that it is not there. */
async function requireAlive(session: Session, plan: Plan, name: string): Promise<void> {
  const service = plan.definition.services.find((one) => one.name === name)
  if (service) await whileAlive(contextOf(session, plan.definition), service, () => undefined, new AbortController().signal, () => Promise.resolve())
}
