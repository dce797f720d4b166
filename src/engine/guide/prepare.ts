/** Everything that the guide shows for a request: what it comes to, and what differs. Reads only. */
import { bandOf, expectedOf, type Expected } from '../../domain/band'
import type { Plan, RollbackRequest } from '../../domain/plan'
import type { Actor } from '../../domain/run'
import type { Comparison, PreparedView } from '../../domain/views'
import { rememberPlan } from '../run/stale'
import type { Session } from '../session/session'
import { commandsOf } from '../views/run'
import { shownPlan } from '../views/shown-plan'
import { compare } from './comparison'
import { decide, type Decided, type OnCheck } from './decide'
import { databaseChoices } from './stake'

export async function prepare(session: Session, request: RollbackRequest, actor: Actor, onCheck?: OnCheck): Promise<PreparedView> {
  const decided = await decide(session, request, onCheck)
  const { definition, gathered, observed, plan, records } = decided
  if (plan) rememberPlan(session, plan, records, observed.at)
  const [comparison, databases, expected] = await Promise.all([
    gathered ? compare(session, definition, gathered, observed, { wanted: plan?.wanted ?? null, isSo: decided.isSo }) : NOTHING,
    gathered ? databaseChoices(session, definition, gathered, observed) : [],
    expectedFor(session, plan)
  ])
  return { ...headOf(decided, request, session.context.mask), comparison, databases, expected, band: plan ? bandOf(plan, expected) : NO_BAND, actor }
}

const NOTHING: Comparison = { schemas: [], config: [], credentials: [], releases: [], commits: null, files: null, besides: [], isListed: false, empty: false }
const NO_BAND: PreparedView['band'] = { measured: false, total: null, downtime: null, parts: [] }

function headOf({ definition, observed, gathered, plan, checks, checksTook, snapshotBytes }: Decided, request: RollbackRequest, mask: (text: string) => string) {
  const to = gathered?.target.to ?? { deploymentId: '', version: '', timestamp: '' }
  return {
    request: gathered?.target.request ?? request, preparedAt: observed.at, from: gathered?.target.from ?? null, to,
    checks, checksTook, snapshotBytes, plan: plan && shownPlan(plan, mask), commands: plan ? commandsOf(plan, mask) : {}, protected: definition.protected
  } satisfies Partial<PreparedView>
}

/** Milliseconds by step, as earlier runs took. */
export async function expectedFor(session: Session, plan: Plan | null): Promise<Expected> {
  const measured = await Promise.all((plan?.steps ?? []).map(async (step) => [step.id, await session.store.durations(plan?.environment ?? '', step.id)] as const))
  return expectedOf(Object.fromEntries(measured))
}
