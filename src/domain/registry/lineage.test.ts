import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Deployment, Registry, RollbackNote } from '../deployment'
import { currentOf, deploymentById, deploymentsOf, leftBy, previousOf, ranFor, serviceVersions, statusesAfter, successorOf, wayBackOf } from './lineage'
import { cameIntoForce, inForceBy, periodsOf } from './periods'

const ENV = 'staging'
const at = (hour: number): string => new Date(Date.UTC(2026, 10, 1, hour)).toISOString()
const ALL = ['web', 'api']

/** A registry that grows as the engine would make it grow. */
class Story {
  readonly records: Deployment[] = []
  private hour = 0
  constructor(private readonly ties = false) {}
  get registry(): Registry { return { version: '1.0.0', projectPath: null, lastUpdated: null, digest: null, deployments: this.records.map((record, index) => ({ ...record, index })) } }
  private add(id: string, more: Partial<Deployment>): this {
    this.records.push({ id, environment: ENV, version: id, timestamp: at(this.ties ? 0 : this.hour++), status: 'success', strategy: null, duration: null, servicesDeployed: ALL, healthStatus: null, rollbackAvailable: null, commit: null, actor: null, manifest: false, rollback: null, index: 0, ...more })
    return this
  }
  deploy(id: string, status: Deployment['status'] = 'success', servicesDeployed: readonly string[] = ALL): this { return this.add(id, { status, servicesDeployed }) }
  back(id: string, to = wayBackOf(this.registry, ENV)!.id, more: Partial<RollbackNote> = {}, status: Deployment['status'] = 'success'): this {
    const { registry } = this
    const from = currentOf(registry, ENV).current!.id
    const note: RollbackNote = { kind: 'full', from, to, services: ALL, reason: 'x', actor: 'x', runId: id, dataPreserved: true, ...more }
    const undone = note.undoes === undefined ? null : deploymentById(registry, note.undoes)
    this.add(id, { rollback: note, status })
    if (status === 'success') this.mark(statusesAfter(registry, note.kind, from, undone, to))
    return this
  }
  undo(id: string, undoes: string): this { return this.back(id, deploymentById(this.registry, undoes)!.rollback!.from, { kind: 'undo', undoes }) }
  private mark(statuses: Readonly<Record<string, Deployment['status']>>): void {
    for (const [i, record] of this.records.entries()) this.records[i] = { ...record, status: statuses[record.id] ?? record.status }
  }
  get now(): string | undefined { return currentOf(this.registry, ENV).current?.id }
  get previous(): string | undefined { return previousOf(this.registry, ENV)?.id }
  get wayBack(): string | undefined { return wayBackOf(this.registry, ENV)?.id }
  status(id: string): string | undefined { return deploymentById(this.registry, id)?.status }
}
const three = (ties = false): Story => new Story(ties).deploy('v1').deploy('v2').deploy('v3')

describe('current, previous and the way back', () => {
  it('has nothing in an environment without records', () => {
    const { registry } = new Story()
    expect(currentOf(registry, ENV)).toEqual({ newest: null, current: null })
    expect(previousOf(registry, ENV)).toBeNull()
    expect(wayBackOf(registry, ENV)).toBeNull()
  })
  it.each([false, true])('rolling back twice from v3 gives v2, then v1 (ties: %s)', (ties) => {
    const story = three(ties)
    expect(story.now).toBe('v3')
    expect(story.back('r1').now).toBe('v2')
    expect(story.status('v3')).toBe('rolled-back')
    expect(story.back('r2').now).toBe('v1')
    expect(story.wayBack).toBeUndefined()
  })
  it('never goes where a rollback came from', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('deploy', 'fail', 'back'), { maxLength: 30 }), (moves) => {
      const story = new Story()
      const left = new Set<string>()
      for (const [n, move] of moves.entries()) {
        const to = story.wayBack
        if (move !== 'back') story.deploy(`d${n}`, move === 'fail' ? 'failed' : 'success')
        else if (to !== undefined) {
          expect(left).not.toContain(to)
          if (story.now !== to) left.add(story.now!)
          expect(story.back(`r${n}`).now).toBe(to)
        }
      }
    }))
  })
  it('goes back to the current one when the newest record failed or is in progress', () => {
    expect(three().deploy('v4', 'failed').wayBack).toBe('v3')
    expect(three().deploy('v4', 'in-progress').wayBack).toBe('v3')
    expect(three().deploy('v4', 'failed').previous).toBe('v2')
    expect(new Story().deploy('v1', 'failed').wayBack).toBeUndefined()
    const story = three().deploy('v4', 'failed').back('r1')
    expect([story.now, story.status('v3'), story.wayBack]).toEqual(['v3', 'success', 'v2'])
  })
  it('passes over what failed on the way', () => {
    expect(new Story().deploy('v1').deploy('v2', 'failed').deploy('v3').wayBack).toBe('v1')
  })
  it('an undo restores, so that both can be targets again', () => {
    const story = three().back('r1')
    expect(leftBy(story.registry, 'v3')?.id).toBe('r1')
    story.undo('u1', 'r1')
    expect([story.now, story.status('v3'), story.status('v2'), story.wayBack]).toEqual(['v3', 'success', 'success', 'v2'])
    expect(leftBy(story.registry, 'v3')).toBeNull()
    story.undo('u2', 'u1')
    expect([story.now, story.status('v3'), leftBy(story.registry, 'v3')?.id]).toEqual(['v2', 'rolled-back', 'r1'])
    story.undo('u3', 'u2')
    expect([story.now, story.status('v3'), leftBy(story.registry, 'v3')]).toEqual(['v3', 'success', null])
  })
  it('a chosen one that was left before stays marked when the rollback from it is undone', () => {
    const story = three().back('r1').back('r2', 'v3').back('r3', 'v1')
    expect([story.now, story.status('v3')]).toEqual(['v1', 'rolled-back'])
    expect(story.undo('u', 'r3').status('v3')).toBe('rolled-back')
    expect(story.now).toBe('v3')
  })
  it('a partial one keeps the version and marks nothing', () => {
    const story = three().back('p1', 'v1', { kind: 'partial', services: ['api'] })
    expect([story.now, story.wayBack, story.status('v3')]).toEqual(['v3', 'v2', 'success'])
  })
  it('a failed rollback changes nothing but the way back', () => {
    const story = three().back('r1', 'v2', {}, 'failed')
    expect([story.now, story.previous, story.wayBack, leftBy(story.registry, 'v3')]).toEqual(['v3', 'v2', 'v3', null])
  })
  it('goes by time, not by place', () => {
    const { registry } = three()
    const turned = { ...registry, deployments: [...registry.deployments].reverse().map((record, index) => ({ ...record, index })) }
    expect(deploymentsOf(turned, ENV).map((record) => record.id)).toEqual(['v3', 'v2', 'v1'])
  })
  it('ends with undo records that name each other', () => {
    const story = three().back('r1', 'v2', { kind: 'undo', undoes: 'r2' }).back('r2', 'v3', { kind: 'undo', undoes: 'r1' })
    expect(leftBy(story.registry, 'v3')).toBeNull()
    expect(statusesAfter(story.registry, 'undo', 'v2', deploymentById(story.registry, 'r2'))).toEqual({})
  })
})

describe('how long it ran', () => {
  it('counts until the next came into force', () => {
    const { registry } = three().deploy('v4', 'failed').back('r1', 'v2')
    const ran = (id: string): unknown => ranFor(registry, deploymentById(registry, id)!, at(10))
    expect(ran('v1')).toEqual({ until: at(1), ms: 3_600_000 })
    expect(ran('v3')).toEqual({ until: at(4), ms: 2 * 3_600_000 })
    expect(ran('v2')).toEqual({ until: null, ms: 7 * 3_600_000 })
    expect(ran('v4')).toEqual({ until: null, ms: null })
  })
})

describe('the successor, whose copy holds the data', () => {
  it('is the next deployment, failed ones too, never a rollback', () => {
    const next = (story: Story, id: string): string | undefined => successorOf(story.registry, deploymentById(story.registry, id)!)?.id
    expect(next(three(), 'v2')).toBe('v3')
    expect(next(three(), 'v3')).toBeUndefined()
    expect(next(three().deploy('v4', 'failed'), 'v3')).toBe('v4')
    expect(next(three().back('r1'), 'v2')).toBe('v3')
    expect(next(three().back('r1').deploy('v4'), 'v2')).toBe('v4')
  })
})

describe('versions by service', () => {
  const versions = (story: Story): Record<string, string> => Object.fromEntries(Object.entries(serviceVersions(story.registry, ENV)).map(([name, { id }]) => [name, id]))
  it('folds partial rollbacks, and full ones undo them', () => {
    const story = three().back('p1', 'v1', { kind: 'partial', services: ['api'] })
    expect(versions(story)).toEqual({ web: 'v3', api: 'v1' })
    expect(versions(story.undo('u1', 'p1'))).toEqual({ web: 'v3', api: 'v3' })
    expect(versions(story.back('p2', 'v1', { kind: 'partial', services: ['web'] }).back('r1', 'v2'))).toEqual({ web: 'v2', api: 'v2' })
    expect(versions(story.undo('u2', 'r1'))).toEqual({ web: 'v1', api: 'v3' })
  })
  it('keeps services that a deployment did not deploy', () => {
    expect(versions(new Story().deploy('v1').deploy('v2', 'success', ['api']).deploy('v3', 'failed'))).toEqual({ web: 'v1', api: 'v2' })
  })
})

it('a deployment was in force from each record that led to it until the next of any kind', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('deploy', 'fail', 'back', 'undo', 'elsewhere'), { maxLength: 40 }), fc.boolean(), (moves, ties) => {
    const story = new Story(ties).deploy('v1').deploy('v2')
    for (const [n, move] of moves.entries()) {
      const last = story.records.findLast((record) => record.rollback !== null)
      if (move === 'back' && story.wayBack !== undefined) story.back(`r${n}`)
      else if (move === 'undo' && last !== undefined) story.undo(`u${n}`, last.id)
      else story.deploy(`d${n}`, move === 'fail' ? 'failed' : 'success')
      if (move === 'elsewhere') story.records.push({ ...story.records[0]!, id: `o${n}`, environment: 'other' })
    }
    const { registry } = story
    const changes = deploymentsOf(registry, ENV).filter(cameIntoForce).toReversed()
    for (const deployment of registry.deployments.filter(({ environment }) => environment === ENV)) {
      const expected = changes.flatMap((from, place) => (inForceBy(registry, from)?.id === deployment.id ? [{ from, until: changes[place + 1]?.timestamp ?? null }] : []))
      expect(periodsOf(registry, deployment)).toEqual(expected)
    }
  }))
})
