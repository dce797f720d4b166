import { expect, it } from 'vitest'
import type { OnFailure, RunEventBody } from '../../domain/run'
import { applyEvent } from '../../domain/run-state'
import { at, events, failed, fold, header, problem, started } from '../../domain/testing/run'
import { createAsking, type Asking } from './asking'
import type { Journal } from './journal'

const STEP = 'prepare/web@local'

/** A step has failed. What is journalled from then on, each with whether the run waits for somebody at that moment. */
function given(onFailure: OnFailure): { readonly asking: Asking; readonly seen: readonly (readonly [string, boolean])[] } {
  const seen: (readonly [string, boolean])[] = []
  let state = fold(events([started(STEP), failed(STEP)], header({ onFailure })))
  const journal: Journal = {
    state: () => state,
    emit: async (body: RunEventBody) => {
      seen.push([body.type, asking.waits()])
      const event = { ...body, runId: 'run-1', seq: 3 + seen.length, at: at(3 + seen.length) }
      state = applyEvent(state, event)
      return event
    }
  }
  const asking = createAsking(journal, { user: 'kim', host: 'desk' }, true, () => undefined)
  return { asking, seen }
}
const ask = { step: STEP, aborted: [], problem }

it.each(['stop', 'undo'] as const)('a question that the policy answers with %s waits for nobody', async (policy) => {
  const { asking, seen } = given(policy)
  expect(await asking.decide(ask)).toBe(policy)
  expect(seen).toEqual([['decision-needed', false], ['decision-made', false]])
})

it('a question that somebody is to answer waits until then', async () => {
  const { asking, seen } = given('ask')
  const deciding = asking.decide(ask)
  expect(asking.waits()).toBe(true)
  asking.answer('stop')
  expect(await deciding).toBe('stop')
  expect(seen).toEqual([['decision-needed', true], ['decision-made', false]])
  expect(asking.waits()).toBe(false)
})
