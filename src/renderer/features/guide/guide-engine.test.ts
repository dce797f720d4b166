import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EMPTY_DRAFT, requestKey, requestOf, type Draft, type GuideId } from './draft'

const staging: GuideId = { project: '/p', environment: 'staging', undo: null }
const production: GuideId = { ...staging, environment: 'production' }
const draft: Draft = { ...EMPTY_DRAFT, step: 'confirm', deploymentId: 'd-1', reason: 'why' }

let answer: (result: unknown) => void = () => undefined
const kept = new Map<string, string>()
beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) })
  vi.stubGlobal('window', { backstep: { call: () => new Promise((resolve) => { answer = resolve }) } })
})
afterEach(() => {
  vi.unstubAllGlobals()
  kept.clear()
})

/** Confirmed in staging; before the answer comes the guide of production is opened and something typed in it. */
async function leftBeforeTheAnswer() {
  const [{ start }, { NOTHING, edit, enter, useGuide }, { useNotices }] = await Promise.all([import('./guide-engine'), import('./guide-store'), import('../../stores/notices')])
  useNotices.setState({ notices: [] })
  // Only what starting reads of a plan.
  useGuide.setState({ id: staging, draft, ...NOTHING, prepared: { key: requestKey(requestOf(staging, draft)) ?? '', view: { plan: { hash: 'h' } } as never } })
  const started = start()
  enter(production, { deploymentId: 'd-2' })
  edit({ reason: 'typed meanwhile' })
  return { started, useGuide, notices: () => useNotices.getState().notices.map(({ text }) => text) }
}

it('what was refused in one guide is not shown in another', async () => {
  const { started, useGuide, notices } = await leftBeforeTheAnswer()
  answer({ ok: false, problem: { code: 'environment-locked', message: 'It is held.', next: 'Wait.' } })
  await started
  expect(useGuide.getState()).toMatchObject({ id: production, refused: null })
  expect(notices()).toEqual(['staging: the run was not started. It is held.'])
})

it('a run that was started uses up what was typed for it, and nothing else', async () => {
  const { started, useGuide } = await leftBeforeTheAnswer()
  answer({ ok: true, value: { runId: 'r1' } })
  await started
  expect(useGuide.getState()).toMatchObject({ id: production, draft: { reason: 'typed meanwhile', deploymentId: 'd-2' } })
  expect(Object.keys(JSON.parse(kept.get('guide-drafts') ?? '{}') as object)).toEqual([JSON.stringify(['/p', 'production', null])])
})

it('a reason comes back with its guide, and is not kept where Chromium writes to the disk', async () => {
  const { edit, enter, useGuide } = await import('./guide-store')
  enter(staging, {})
  edit({ reason: 'hunter2 leaked', typedName: 'staging' })
  enter(production, {})
  enter(staging, {})
  expect(useGuide.getState().draft).toMatchObject({ reason: 'hunter2 leaked', typedName: 'staging' })
  expect([...kept.values()].join()).toContain('"typedName":"staging"')
  expect([...kept.values()].join()).not.toContain('hunter2')
})
