import { describe, expect, it } from 'vitest'
import type { Deployment, Registry, RollbackNote } from '../deployment'
import { deployment } from '../testing/checks'
import { leftDataOf, type LeftData } from './left-data'

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 1, hour)).toISOString()
type Told = readonly [id: string, more?: Partial<Deployment>]
const deployed = (id: string, status: Deployment['status'] = 'success'): Told => [id, { status }]
const ran = (id: string, from: string, to: string, more: Partial<RollbackNote> = {}, status: Deployment['status'] = 'success'): Told =>
  [id, { status, rollback: { kind: 'full', from, to, services: [], reason: 'x', actor: 'x', runId: id, dataPreserved: true, ...more } }]
const registryOf = (records: readonly Told[]): Registry =>
  ({ version: '1.0.0', projectPath: null, lastUpdated: null, digest: null, deployments: records.map(([id, more], index) => deployment(id, id, { timestamp: at(index), index, ...more })) })
const snapshot = { kind: 'snapshot', environment: 'staging', takenAt: at(99) } as const

/** Whose data the snapshot of the newest record's run is, labelled with what it left. */
function leftIn(...records: readonly Told[]): string | null {
  const registry = registryOf(records)
  const own = registry.deployments.at(-1)!
  return words(leftDataOf(registry, { ...snapshot, id: own.id, deploymentId: own.rollback?.from ?? null }))
}
/** Whose data was kept before the newest record, labelled so. */
const before = (label: string | null, ...records: readonly Told[]): string | null =>
  words(leftDataOf(registryOf(records), { ...snapshot, kind: 'before-deployment', id: `${records.at(-1)![0]}.before`, deploymentId: label }))
const words = (left: LeftData | null): string | null => left && `${left.deploymentId}${left.doubt ? ` but for ${left.doubt.id}` : ''}`

describe('a copy holds what a deployment left', () => {
  it('when that was in force, also if it was left later', () => {
    expect(leftIn(deployed('v1'), deployed('v2', 'rolled-back'), ran('r1', 'v2', 'v1'))).toBe('v2')
    expect(before('v1', deployed('v1'), deployed('v2', 'in-progress'))).toBe('v1')
    expect(leftIn(deployed('v1'), deployed('v2'), ran('r1', 'v2', 'v1'), ran('r2', 'v1', 'v0'))).toBe('v1')
  })

  it('not when another had failed or not ended by then, whatever the label says; before the next deployment with a doubt', () => {
    for (const status of ['failed', 'in-progress'] as const) {
      expect(leftIn(deployed('v1'), deployed('v2'), deployed('v3', status), ran('r1', 'v2', 'v1'))).toBeNull()
      expect(before('v2', deployed('v2'), deployed('v3', status), deployed('v4', 'in-progress'))).toBe('v2 but for v3')
    }
    expect(before('v1', deployed('v1'), deployed('v2'), deployed('v4'))).toBeNull()
    expect(before('v2', deployed('v2'), deployed('v3', 'failed'), ran('r1', 'v2', 'v2'), deployed('v4'))).toBe('v2')
    expect(before(null, deployed('v1'))).toBeNull()
  })

  it('not when the run went to what it left: it had something to mend', () => {
    expect(leftIn(deployed('v2'), deployed('v3', 'failed'), ran('r1', 'v2', 'v2'), ran('r2', 'v2', 'v2'))).toBeNull()
    expect(leftIn(deployed('v2'), ran('r1', 'v2', 'v2', {}, 'failed'))).toBeNull()
  })

  it('after a run that failed only where that had not touched the data', () => {
    const after = (dataPreserved: boolean): string | null => leftIn(deployed('v1'), deployed('v2'), ran('r1', 'v2', 'v1', { dataPreserved }, 'failed'), ran('r2', 'v2', 'v1'))
    expect([after(true), after(false)]).toEqual(['v2', null])
  })

  it('after a rollback of some services: it leaves the deployment in force', () =>
    expect(leftIn(deployed('v1'), deployed('v2'), ran('p1', 'v2', 'v1', { kind: 'partial' }), ran('r1', 'v2', 'v1'))).toBe('v2'))

  it('after an undo as before the run that it undid, through undos of undos', () => {
    const [undo, again] = [ran('u1', 'v2', 'v2', { kind: 'undo', undoes: 'r1' }), ran('u2', 'v2', 'v2', { kind: 'undo', undoes: 'u1' })]
    const mended = [deployed('v2'), deployed('v3', 'failed'), ran('r1', 'v2', 'v2')] as const
    expect(before('v2', ...mended, undo, deployed('v4'))).toBe('v2 but for v3')
    expect(before('v2', ...mended, undo, again, deployed('v4'))).toBe('v2')
    expect(before('v2', deployed('v1'), deployed('v2'), ran('r1', 'v2', 'v1'), ran('u1', 'v1', 'v2', { kind: 'undo', undoes: 'r1' }), deployed('v4'))).toBe('v2')
  })

  it('by its time where neither run nor deployment is in the registry, and of its own environment', () => {
    const registry = registryOf([deployed('v1'), deployed('v2', 'failed'), ['other', { environment: 'production', timestamp: at(0) }]])
    const kept = (hour: number, environment = 'staging', deploymentId = 'v1'): string | null => words(leftDataOf(registry, { ...snapshot, id: 'elsewhere', environment, deploymentId, takenAt: at(hour) }))
    expect([kept(0), kept(1), kept(-1), kept(1, 'production'), kept(1, 'production', 'other')]).toEqual(['v1', null, null, null, 'other'])
  })

  it('however long a chain of rollbacks is', () => {
    const many = Array.from({ length: 20_000 }, (_, n): Told => ran(`p${n}`, 'v1', 'v0', { kind: 'partial' }))
    expect(leftIn(deployed('v1'), ...many, ran('r1', 'v1', 'v0'))).toBe('v1')
  })
})
