/** What is still missing before the next step or the confirmation. Pure. */
import type { PreparedView } from '../../../domain/views'
import type { Draft } from './draft'
import { blockingChecks, blockWords, lossOf } from './words'

export interface FormState {
  readonly draft: Draft
  readonly plan: PreparedView | null
  readonly busy: boolean
  readonly failed: boolean
  readonly unseen: boolean
  readonly starting: boolean
  /** The run was not started; a new plan has to be made. */
  readonly refused: boolean
  /** A target and at least one service are chosen. */
  readonly asked: boolean
}

export const needsName = (plan: PreparedView, { forced }: Draft): boolean => plan.protected || forced.length > 0

/** What in the form is missing or wrong; undefined where all is well. */
export interface FormErrors {
  readonly reason?: string
  readonly loss?: string
  readonly name?: string
}
export function formErrors(draft: Draft, plan: PreparedView): FormErrors {
  const { environment } = plan.request
  return {
    ...(draft.reason.trim() === '' ? { reason: 'Write why. The reason stands in the history for those who read it later.' } : {}),
    ...(lossOf(plan) && !draft.acceptsDataLoss ? { loss: 'Tick that you know what will be lost.' } : {}),
    ...(needsName(plan, draft) && draft.typedName !== environment ? { name: `This is not ${environment}.` } : {})
  }
}

/** Why the guide cannot go on from this step; undefined when it can. */
export function whyNot(state: FormState): string | undefined {
  const { draft, plan, busy, failed } = state
  if (!state.asked) return draft.services?.length === 0 ? 'Choose at least one service.' : 'Choose a target.'
  if (draft.step === 'target') return undefined
  if (failed) return 'The plan could not be made.'
  if (draft.step === 'compare') return undefined
  if (plan === null) return busy ? 'The checks are still running.' : 'The plan is not made yet.'
  const blocking = blockingChecks(plan.checks, draft.forced)
  if (blocking.length > 0) return `${blockWords(blocking.length)}.`
  if (plan.plan === null) return 'No plan can be made. The checks say why.'
  return undefined
}

/** Why it cannot be confirmed yet; undefined when it can. */
export function whyNotConfirm(state: FormState): string | undefined {
  if (state.starting) return 'The run is being started.'
  if (state.refused) return 'Make a new plan first.'
  const why = whyNot(state)
  if (why !== undefined) return why
  if (state.unseen) return 'The plan changed while you read it. Look at the new one first.'
  if (state.plan === null) return undefined
  const { reason, loss, name } = formErrors(state.draft, state.plan)
  if (reason !== undefined) return 'Write why first.'
  if (loss !== undefined) return loss
  if (name !== undefined) return `Type ${state.plan.request.environment} first.`
  return undefined
}
