import { describe, expect, it } from 'vitest'
import type { PreparedView } from '../../../domain/views'
import { effectsOf, stoppedServices } from './effects'

const part = (phase: string, from: number, to: number, down: boolean) => ({ phase, title: phase, from, to, down })
const step = (id: string, phase: string, resource = 'x') => ({ id, phase, resource, effect: 'changes' })
// Only what the effects are made of.
const view = (more: object = {}): PreparedView => ({
  request: { environment: 'staging', undo: null }, to: { version: 'v1' }, snapshotBytes: 2_300_000_000, checks: [], databases: [],
  comparison: { releases: [], commits: null, config: [] },
  plan: { steps: [step('k', 'snapshot'), step('a', 'stop', 'service:web@local'), step('b', 'stop', 'service:web@two'), step('c', 'start')], definition: { services: [] }, wanted: {} },
  band: { measured: true, total: 100_000, downtime: 50_000, parts: [part('snapshot', 0, 0.1, false), part('stop', 0.1, 0.3, true), part('start', 0.3, 0.6, true)] }, ...more
}) as unknown as PreparedView
const titles = (more: object = {}, forced: readonly string[] = []): readonly string[] => effectsOf(view(more), forced).map(({ title }) => title)

describe('what will happen', () => {
  it('names each stopped service once, with how long', () => {
    expect(stoppedServices(view())).toEqual(['web'])
    expect(titles()).toEqual(['A snapshot is taken and verified first', 'web is down for about 50 s', 'It counts as done when v1 answers'])
  })
  it('claims no time that was not measured', () => {
    const unmeasured = effectsOf(view({ band: { ...view().band, measured: false, total: null, downtime: null } }), [])
    expect(unmeasured.every(({ takes }) => takes === null)).toBe(true)
    expect(unmeasured[1]?.title).toBe('web is down, for how long is not measured yet')
  })
  it('says which services change release, and which are only started', () => {
    const release = (service: string, change: 'another' | 'none') => ({ service, change })
    const comparison = { releases: [release('web', 'another'), release('api', 'none')], commits: null, config: [] }
    expect(titles({ comparison })).toContain('web changes release')
    const plan = { steps: [step('s', 'start', 'service:api@local')], definition: { services: [] } }
    const same = { comparison: { ...comparison, releases: [release('api', 'none')] }, plan, band: { ...view().band, parts: [] } }
    expect(titles(same)).toEqual(['No running service is stopped', 'api is started', 'It counts as done when v1 answers'])
  })
  it('says who is stopped and not started again', () => {
    const plan = { steps: [step('a', 'stop', 'service:web@local')], definition: { services: [{ name: 'web', hosts: ['local'], health: [] }] }, wanted: { 'service:web@local': { state: 'stopped' } } }
    expect(titles({ plan, band: { ...view().band, downtime: null, parts: [] } })).toEqual(['web stays down', 'It counts as done when v1 answers'])
  })
  it('lists what is lost by table', () => {
    const atStake = { rows: 1200, atLeast: false, perTable: [{ table: 'orders', added: 800, changed: 60, removed: 0 }, { table: 'refunds', added: 340, changed: 0, removed: 0 }, { table: 'same', added: 0, changed: 0, removed: 0 }] }
    const [, , lost] = effectsOf(view({ databases: [{ name: 'main', choice: 'restore', copy: { takenAt: '2026-11-21T09:00:00.000Z' }, atStake }] }), [])
    expect(lost).toMatchObject({ tone: 'loss', restoredTo: '2026-11-21T09:00:00.000Z' })
    expect(lost?.text).toContain('About 1,200 rows written since then will be lost: 860 in orders, 340 in refunds.')
  })
  it('says which checks are overridden', () => {
    expect(titles({ checks: [{ id: 'c', name: 'x', passed: false, message: 'm' }] }, ['c'])).toContain('1 check is overridden')
  })
})
