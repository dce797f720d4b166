/**
 * Starting a run: lock → complete what the registry is owed → observe again → the same plan? → checks → journal → drive.
 * Everything is observed under the lock, so nothing that the plan relies on can be changed by another run meanwhile.
 */
import { randomBytes } from 'node:crypto'
import { downBefore } from '../../domain/down'
import { applyEvent } from '../../domain/run-state'
import { fail } from '../../domain/problem'
import type { Actor, RunHeader } from '../../domain/run'
import type { StartInput } from '../engine'
import { expectedFor } from '../guide/prepare'
import { rowsToLose } from '../guide/stake'
import { clearLeft } from '../manifests/left'
import { environmentOf, type Session } from '../session/session'
import { forgetTakeovers } from './begun'
import { decideConfirmed, requireReason } from './confirmed'
import { drive, type Driver } from './driver'
import { hold, letGo, takeOn, type Hold, type Listeners } from './hold'
import { flushOutbox } from './outbox'
import { rememberPlan } from './stale'
import { takeoversNoted } from './taken'
import { tidy } from './tidy'
import { endUndone } from './undone'

/** `waiting` drives the run that is to be undone, in this very program: it goes on waiting unless the undo is accepted, and hands its lock over then. */
export async function startRun(session: Session, input: StartInput, actor: Actor, listeners: Listeners, waiting: Driver | null = null): Promise<Driver> {
  if (session.readOnly !== null) throw fail('read-only', session.readOnly, 'Make the folder writable, or run as a user who may write it.')
  requireReason(input.reason)
  const definition = await environmentOf(session, input.request.environment)
  const runId = newRunId(session.context.clock.now())
  let held: Hold | null = waiting ? null : await hold(session, definition.name, runId, actor)
  try {
    await flushOutbox(session)
    await clearLeft(session.context).catch(() => undefined)
    if (!waiting) await tidy(session, definition, null)
    let confirmed = await decideConfirmed(session, definition, input)
    if (waiting) held = await takeOn(session, await waiting.handOver(), definition.name, runId, actor)
    if (held === null) throw fail('internal', 'The environment is not held.')
    if (input.request.undo !== null) {
      confirmed = await endUndone(session, definition, input, confirmed, actor, listeners)
      held = await takeOn(session, held.lock, definition.name, runId, actor)
    }
    const { decided, plan, forced } = confirmed
    rememberPlan(session, plan, decided.records, decided.observed.at)
    const [expected, rowsAtStake] = await Promise.all([expectedFor(session, plan), decided.gathered && rowsToLose(session, definition, decided.gathered, decided.observed)])
    const takeovers = await takeoversNoted(session, definition.name)
    const down = downBefore(plan, decided.observed.facts)
    const header: RunHeader = {
      runId, startedAt: session.context.clock.now().toISOString(), actor, via: input.via, reason: session.context.mask(input.reason.trim()), plan, forced, checks: decided.checks, onFailure: input.onFailure, expected,
      definition, rowsAtStake, ...(takeovers.length > 0 ? { takeovers: takeovers.map(({ takeover }) => takeover) } : {}), ...(down.length > 0 ? { downBefore: down } : {})
    }
    const event = await session.store.createRun(header)
    if (takeovers.length > 0) await forgetTakeovers(session, takeovers)
    listeners.onEvents([event])
    return drive({
      session, state: applyEvent(null, event), ...held, observed: decided.observed, registryText: decided.registryText, steps: plan.steps, actor,
      mayAsk: input.via !== 'library', ...listeners
    })
  } catch (error) {
    if (held) await letGo(session, definition.name, held)
    throw error
  }
}

/** `20261122-031622-4f2a`: sorts by time, unique within the second. */
export const newRunId = (now: Date): string => `${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`
