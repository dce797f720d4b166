/**
 * One guide at a time, and what was typed in the others. What the operator chose is the draft; what the engine says
 * about it is `prepared`, which holds only for the request that it was asked with.
 */
import { create } from 'zustand'
import type { Check } from '../../../domain/check'
import type { Problem } from '../../../domain/problem'
import type { PreparedView, TargetsView } from '../../../domain/views'
import type { GuideStep } from '../../app/routes'
import { EMPTY_DRAFT, idKey, requestKey, requestOf, settled, withTargets, withWanted, type Draft, type GuideId, type Wanted } from './draft'
import { planDifference, type ChangedPart } from './words'

export interface Preparing {
  readonly ticket: string
  /** Checks that have finished. */
  readonly checks: readonly Check[]
  readonly total: number
}

export interface Prepared {
  /** The request that it was asked with. */
  readonly key: string
  readonly view: PreparedView
}

/** Something changed on disk, and the plan that followed from it is another one. */
export interface Changed {
  readonly parts: readonly ChangedPart[]
  readonly difference: string
}

export interface GuideState {
  readonly id: GuideId
  readonly draft: Draft
  readonly targets: TargetsView | null
  readonly targetsProblem: Problem | null
  readonly prepared: Prepared | null
  readonly preparing: Preparing | null
  readonly problem: Problem | null
  readonly changed: Changed | null
  /** The plan became another one while it was read: it has to be looked at before it can be confirmed. */
  readonly unseen: boolean
  readonly starting: boolean
  /** Why the run was not started. */
  readonly refused: Problem | null
  /** Waiting until nobody holds the environment: since when. */
  readonly waitingSince: string | null
}

export const NOTHING: Omit<GuideState, 'id' | 'draft'> = {
  targets: null, targetsProblem: null, prepared: null, preparing: null, problem: null, changed: null, unseen: false, starting: false, refused: null, waitingSince: null
}

export const useGuide = create<GuideState>()(() => ({ id: { project: '', environment: '', undo: null }, draft: EMPTY_DRAFT, ...NOTHING }))

const KEPT = 'guide-drafts'

function readKept(): Record<string, Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Record<string, Draft>
  } catch {
    return {}
  }
}

/** A reason may quote a secret, and Chromium writes what is kept for a session to the disk: in memory alone, by guide. */
const reasons = new Map<string, string>()

/** Drafts outlive their screen and, but for the reason, a reload of the window. */
function keep(key: string, draft: Draft | null): void {
  const { [key]: _, ...others } = readKept()
  reasons.set(key, draft?.reason ?? '')
  sessionStorage.setItem(KEPT, JSON.stringify(draft === null ? others : { ...others, [key]: { ...draft, reason: '' } }))
}

const OPEN = 'guide-open'

/** Makes this guide the open one, as it was left; what the way here asks for wins, but not again after a reload. */
export function enter(id: GuideId, wanted: Wanted): void {
  const key = idKey(id)
  const asked = JSON.stringify([key, wanted])
  const kept = { ...EMPTY_DRAFT, ...readKept()[key], reason: reasons.get(key) ?? '' }
  const draft = sessionStorage.getItem(OPEN) === asked ? kept : withWanted(kept, wanted)
  sessionStorage.setItem(OPEN, asked)
  const { id: before, targets } = useGuide.getState()
  const same = idKey(before) === key
  // What is suggested is not kept: it is chosen at once from what was read before, and not only when that is read again.
  useGuide.setState(same ? { draft: targets === null ? draft : withTargets(draft, targets), refused: null, starting: false, changed: null, waitingSince: null } : { id, draft, ...NOTHING })
}

/** The guide's screen was left; what was typed stays. */
export const exit = (): void => sessionStorage.removeItem(OPEN)

/** Changes what the operator chose. */
export function edit(change: Partial<Draft> | ((draft: Draft) => Draft)): void {
  const { id, draft } = useGuide.getState()
  const next = typeof change === 'function' ? change(draft) : { ...draft, ...change }
  useGuide.setState({ draft: next })
  keep(idKey(id), next)
}

export function goToStep(step: GuideStep): void {
  if (step === 'plan') useGuide.setState({ unseen: false, changed: null })
  edit({ step })
}

/** The run was started: what was typed for it has been used. What was typed in a guide that was opened meanwhile stays. */
export function leave(id: GuideId): void {
  keep(idKey(id), null)
  if (isOpen(id)) useGuide.setState({ draft: EMPTY_DRAFT, ...NOTHING })
}

export const isOpen = (id: GuideId): boolean => idKey(useGuide.getState().id) === idKey(id)

/** The plan for what is chosen now; null while it is being made. */
export function currentPlan({ id, draft, prepared }: GuideState): PreparedView | null {
  const key = requestKey(requestOf(id, draft))
  return prepared !== null && prepared.key === key ? prepared.view : null
}

/** Pure parts of what happens to the state, for the engine's answers. */
export function tookTargets(state: GuideState, targets: TargetsView): Partial<GuideState> {
  return { targets, targetsProblem: null, draft: withTargets(state.draft, targets) }
}

export function tookProgress(state: GuideState, ticket: string, check: Check, total: number): Partial<GuideState> {
  if (state.preparing?.ticket !== ticket) return {}
  const checks = [...state.preparing.checks.filter(({ id }) => id !== check.id), check]
  return { preparing: { ticket, checks, total } }
}

/** `because` holds what changed on disk; empty when the operator asked. */
export function tookPrepared(state: GuideState, answer: Prepared, because: readonly ChangedPart[]): Partial<GuideState> {
  const before = state.prepared?.key === answer.key ? state.prepared.view : null
  const other = before !== null && before.plan?.hash !== answer.view.plan?.hash
  const draft = settled(state.draft, state.prepared?.view ?? null, answer.view)
  const news = other && (because.length > 0 || draft.step === 'confirm') ? { parts: because, difference: planDifference(before, answer.view) } : null
  return {
    prepared: answer, preparing: null, problem: null, draft,
    changed: news ?? (other ? null : state.changed),
    unseen: state.unseen || (other && draft.step === 'confirm')
  }
}
