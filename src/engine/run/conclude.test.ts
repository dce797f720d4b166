import { expect, it } from 'vitest'
import type { Observed } from '../../domain/facts'
import { lookedAt } from './conclude'

// Only whether the facts are known is looked at.
const known = { at: '', facts: { 'registry:staging': { known: true, is: { kind: 'registry', digest: 'a' }, seen: {} } } } as unknown as Observed
const unknown: Observed = { ...known, facts: { 'registry:staging': { known: false, reason: 'The disk reported an error.' } } }

function looks(...answers: readonly (Observed | Error)[]): { readonly observe: () => Promise<Observed>; readonly times: () => number } {
  let n = 0
  return { times: () => n, observe: async () => {
    const answer = answers[n++]
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often')
    return answer
  } }
}

it.each([
  ['at once, where all is known', [known], known],
  ['again, where something is not', [unknown, known], known],
  ['again, where nothing could be observed', [new Error('EIO'), known], known],
  ['as it is, where it stays unknown', [unknown, unknown], unknown],
  ['as it was, where the second look fails', [unknown, new Error('EIO')], unknown],
  ['as nothing, where both fail', [new Error('EIO'), new Error('EIO')], null]
])('what a run left is judged %s', async (_, answers, judged) => {
  const { observe, times } = looks(...answers)
  expect(await lookedAt(observe)).toEqual(judged)
  expect(times()).toBe(answers.length)
})
