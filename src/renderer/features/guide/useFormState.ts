import { useShallow } from 'zustand/react/shallow'
import type { PreparedView } from '../../../domain/views'
import { requestOf } from './draft'
import type { FormState } from './form'
import { currentPlan, useGuide, type GuideState } from './guide-store'

const formState = (state: GuideState): FormState => ({
  draft: state.draft,
  plan: currentPlan(state),
  busy: state.preparing !== null,
  failed: state.problem !== null && currentPlan(state) === null,
  unseen: state.unseen,
  starting: state.starting,
  refused: state.refused !== null,
  asked: requestOf(state.id, state.draft) !== null
})

/** What the buttons that go on depend on. */
export const useFormState = (): FormState => useGuide(useShallow(formState))

/** The plan for what is chosen now. */
export const usePlan = (): PreparedView | null => useGuide(currentPlan)

/** The newest plan, perhaps for what was chosen before: to keep the screen still while a new one is made. */
export const useLastPlan = (): PreparedView | null => useGuide((state) => currentPlan(state) ?? state.prepared?.view ?? null)
