import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Check } from '../../../domain/check'
import type { PreparedView, TargetsView } from '../../../domain/views'
import { EMPTY_DRAFT, requestKey, requestOf, type Draft } from './draft'
import { currentPlan, enter, NOTHING, tookPrepared, tookProgress, useGuide, type GuideState } from './guide-store'

const id = { project: '/p', environment: 'staging', undo: null }
const draft: Draft = { ...EMPTY_DRAFT, deploymentId: 'd-1', reason: 'why' }
const key = requestKey(requestOf(id, draft))!
// Only what the store reads of a view.
const view = (hash: string, steps: readonly string[] = ['a']): PreparedView =>
  ({ plan: { hash, environment: 'staging', steps: steps.map((one) => ({ id: one })) }, checks: [], databases: [], from: { version: 'v2' }, request: { environment: 'staging' } }) as unknown as PreparedView
const state = (more: Partial<GuideState> = {}): GuideState => ({ id, draft, ...NOTHING, ...more })
const check = (name: string): Check => ({ id: name }) as Check

describe('the plan that is shown', () => {
  it('is that of what is chosen now', () => {
    const prepared = { key, view: view('h1') }
    expect(currentPlan(state({ prepared }))).toBe(prepared.view)
    expect(currentPlan(state({ prepared, draft: { ...draft, data: 'restore' } }))).toBeNull()
  })
  it('is made anew quietly when nothing differs', () => {
    const next = tookPrepared(state({ prepared: { key, view: view('h1') } }), { key, view: view('h1') }, ['services'])
    expect(next).toMatchObject({ changed: null, unseen: false })
  })
  it('says what changed, keeps what was typed, and has to be looked at again before it is confirmed', () => {
    const before = state({ prepared: { key, view: view('h1') }, draft: { ...draft, step: 'confirm' } })
    const next = tookPrepared(before, { key, view: view('h2', ['a', 'b']) }, ['registry'])
    expect(next.changed).toEqual({ parts: ['registry'], difference: 'The new plan has 1 step more.' })
    expect(next.unseen).toBe(true)
    expect(next.draft?.reason).toBe('why')
  })
  it('needs no second look when the operator chose something else', () => {
    const next = tookPrepared(state({ prepared: { key: 'other', view: view('h1') } }), { key, view: view('h2') }, [])
    expect(next).toMatchObject({ changed: null, unseen: false })
  })
})

describe('a guide that is opened again', () => {
  beforeEach(() => vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }))
  afterEach(() => vi.unstubAllGlobals())
  it('has what is suggested chosen at once', () => {
    useGuide.setState({ id, draft: EMPTY_DRAFT, ...NOTHING, targets: { environment: 'staging', services: [], rows: [], suggested: 'd-1', why: '' } as unknown as TargetsView })
    enter(id, {})
    expect(useGuide.getState().draft.deploymentId).toBe('d-1')
  })
})

describe('checks that run', () => {
  it('appear as they finish, once each, for their own ticket', () => {
    let now = state({ preparing: { ticket: 't', checks: [], total: 0 } })
    now = { ...now, ...tookProgress(now, 't', check('a'), 3) }
    now = { ...now, ...tookProgress(now, 't', check('a'), 3) }
    now = { ...now, ...tookProgress(now, 'old', check('b'), 9) }
    expect(now.preparing).toEqual({ ticket: 't', checks: [check('a')], total: 3 })
  })
})
