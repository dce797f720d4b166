import { describe, expect, it } from 'vitest'
import type { PreparedView } from '../../../domain/views'
import { EMPTY_DRAFT, type Draft } from './draft'
import { formErrors, needsName, whyNot, whyNotConfirm, type FormState } from './form'

const check = (blocking: string, passed = false) => ({ id: 'c', passed, blocking })
// Only what the form reads of a plan.
const plan = (more: object = {}): PreparedView =>
  ({ request: { environment: 'staging' }, plan: { steps: [{ effect: 'changes' }] }, checks: [], databases: [], protected: false, ...more }) as unknown as PreparedView
const lossy = { plan: { steps: [{ effect: 'loses-data' }] } }
const state = (draft: Partial<Draft>, more: Partial<FormState> = {}): FormState =>
  ({ draft: { ...EMPTY_DRAFT, step: 'confirm', ...draft }, plan: plan(), busy: false, failed: false, unseen: false, starting: false, refused: false, asked: true, ...more })

describe('going on', () => {
  it('waits for a target and a service', () => {
    expect(whyNot(state({ step: 'target' }, { asked: false }))).toBe('Choose a target.')
    expect(whyNot(state({ step: 'target', services: [] }, { asked: false }))).toBe('Choose at least one service.')
  })
  it('waits for the checks, from Checks on', () => {
    expect(whyNot(state({ step: 'compare' }, { plan: null, busy: true }))).toBeUndefined()
    expect(whyNot(state({ step: 'checks' }, { plan: null, busy: true }))).toBe('The checks are still running.')
  })
  it('is blocked until a check that may be overridden is', () => {
    const blocked = plan({ checks: [check('unless-forced')] })
    expect(whyNot(state({ step: 'checks' }, { plan: blocked }))).toBe('1 check blocks this rollback.')
    expect(whyNot(state({ step: 'checks', forced: ['c'] }, { plan: blocked }))).toBeUndefined()
    expect(whyNot(state({ step: 'checks', forced: ['c'] }, { plan: plan({ checks: [check('always')] }) }))).toBeDefined()
  })
})

describe('confirming', () => {
  it('needs a reason that is not blank', () => expect(whyNotConfirm(state({ reason: ' \n ' }))).toBe('Write why first.'))
  it('needs a tick of its own for lost data', () => {
    expect(formErrors({ ...EMPTY_DRAFT, reason: 'x' }, plan(lossy)).loss).toBeDefined()
    expect(formErrors({ ...EMPTY_DRAFT, reason: 'x', acceptsDataLoss: true }, plan(lossy))).toEqual({})
  })
  it("needs the environment's name where it is protected or a check is overridden", () => {
    expect(needsName(plan(), EMPTY_DRAFT)).toBe(false)
    expect(needsName(plan({ protected: true }), EMPTY_DRAFT)).toBe(true)
    expect(needsName(plan(), { ...EMPTY_DRAFT, forced: ['c'] })).toBe(true)
    const wanted = { plan: plan({ protected: true }) }
    expect(whyNotConfirm(state({ reason: 'x', typedName: 'Staging' }, wanted))).toBe('Type staging first.')
    expect(whyNotConfirm(state({ reason: 'x', typedName: 'staging' }, wanted))).toBeUndefined()
  })
  it('needs a new plan after it was refused', () => expect(whyNotConfirm(state({ reason: 'x' }, { refused: true }))).toBe('Make a new plan first.'))
  it('waits until a plan that changed was looked at', () => expect(whyNotConfirm(state({ reason: 'x' }, { unseen: true }))).toContain('changed while you read'))
})
