import { describe, expect, it } from 'vitest'
import type { Check } from '../../../domain/check'
import type { PreparedView, TargetsView } from '../../../domain/views'
import { EMPTY_DRAFT, nextStep, previousStep, requestOf, settled, withService, withTarget, withTargets, withWanted } from './draft'

const id = { project: '/p', environment: 'staging', undo: null }
// Only what a draft reads of its views, here and below.
const targets = { suggested: 'd-1', services: [{ name: 'web' }, { name: 'api' }] } as unknown as TargetsView
const check = (one: Partial<Check>): Check => ({ id: 'a', passed: false, blocking: 'unless-forced', ...one }) as Check
const view = (choice: 'keep' | 'restore', checks: readonly Check[] = []): PreparedView =>
  ({ checks, databases: [{ name: 'main', choice, copy: { takenAt: '2026-11-21T09:00:00.000Z', bytes: 1 } }] }) as unknown as PreparedView

describe('what is asked', () => {
  it('is nothing without a target', () => expect(requestOf(id, EMPTY_DRAFT)).toBeNull())
  it('is nothing without a service, which would mean all', () => expect(requestOf(id, { ...EMPTY_DRAFT, deploymentId: 'd', services: [] })).toBeNull())
  it('is the run, and no deployment, for an undo', () => {
    expect(requestOf({ ...id, undo: 'r1' }, { ...EMPTY_DRAFT, deploymentId: 'd' })).toMatchObject({ undo: 'r1', deploymentId: null, services: [] })
  })
})

describe('a draft', () => {
  it('takes the suggested target only where none was chosen', () => {
    expect(withTargets(EMPTY_DRAFT, targets).deploymentId).toBe('d-1')
    expect(withTargets({ ...EMPTY_DRAFT, deploymentId: 'd-2' }, targets).deploymentId).toBe('d-2')
  })
  it('takes the current deployment where none is suggested, if it is there', () => {
    const only = (available: boolean): TargetsView => ({ ...targets, suggested: null, rows: [{ deploymentId: 'd-1', ended: 'failed', available: true }, { deploymentId: 'd-0', ended: 'current', available }] }) as unknown as TargetsView
    expect([true, false].map((available) => withTargets(EMPTY_DRAFT, only(available)).deploymentId)).toEqual(['d-0', null])
  })
  it('starts anew for another target that is asked for, else where it was left', () => {
    const left = { ...EMPTY_DRAFT, deploymentId: 'd-1', step: 'plan' as const, reason: 'why' }
    expect(withWanted(left, { deploymentId: 'd-2' })).toMatchObject({ deploymentId: 'd-2', step: 'target', reason: 'why' })
    expect(withWanted(left, { deploymentId: 'd-1' })).toEqual(left)
    expect(withWanted(left, { services: ['web'] })).toMatchObject({ services: ['web'], step: 'target' })
    expect(withWanted(left, { step: 'checks' }).step).toBe('checks')
  })
  it('forgets services that are gone', () => expect(withTargets({ ...EMPTY_DRAFT, services: ['web', 'old'] }, targets).services).toEqual(['web']))
  it('has no selection when all are ticked again, and keeps their order', () => {
    const all = ['web', 'api']
    const without = withService(EMPTY_DRAFT, all, 'web', false)
    expect(without.services).toEqual(['api'])
    expect(withService(without, all, 'web', true).services).toBeNull()
  })
  it('drops overrides with the target, never the reason', () => {
    const draft = withTarget({ ...EMPTY_DRAFT, deploymentId: 'd-1', forced: ['a'], acceptsDataLoss: true, reason: 'why', typedName: 'staging' }, 'd-2')
    expect(draft).toMatchObject({ forced: [], acceptsDataLoss: false, reason: 'why', typedName: 'staging' })
  })
  it('keeps overrides that a new plan still needs, and the tick while the loss is the same', () => {
    const draft = { ...EMPTY_DRAFT, forced: ['a', 'b'], acceptsDataLoss: true, reason: 'why' }
    const after = view('restore', [check({ id: 'a' }), check({ id: 'b', passed: true })])
    expect(settled(draft, view('restore'), after)).toMatchObject({ forced: ['a'], acceptsDataLoss: true, reason: 'why' })
    expect(settled(draft, view('keep'), after).acceptsDataLoss).toBe(false)
  })
  it('goes through five steps and stops at the ends', () => {
    expect(nextStep('checks')).toBe('plan')
    expect(nextStep('confirm')).toBe('confirm')
    expect(previousStep('target')).toBe('target')
  })
})
