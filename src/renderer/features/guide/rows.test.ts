import { describe, expect, it } from 'vitest'
import type { Check } from '../../../domain/check'
import type { PreparedView, TargetRow } from '../../../domain/views'
import { groupChecks, openCheck } from './check-groups'
import { leftBehind } from './dependents'
import { hunkRows, widest } from './hunk-rows'
import { planPhases } from './plan-rows'
import { nearestAvailable } from './TargetTable'

describe('checks', () => {
  const check = (id: string, passed: boolean, blocking: Check['blocking'] = 'never'): Check => ({ id, passed, blocking }) as Check
  const checks = [check('ok', true), check('warn', false), check('force', false, 'unless-forced'), check('no', false, 'always')]
  it('are grouped with what needs attention first', () => {
    expect(groupChecks(checks, []).map(({ name, checks: some }) => [name, some.map(({ id }) => id)])).toEqual([['blocks', ['force', 'no']], ['warnings', ['warn']], ['passed', ['ok']]])
    expect(groupChecks(checks, ['force', 'no']).map(({ name }) => name)).toEqual(['blocks', 'overridden', 'warnings', 'passed'])
  })
  it('open the first unless one was chosen', () => {
    expect(openCheck(groupChecks(checks, []), null)?.id).toBe('force')
    expect(openCheck(groupChecks(checks, []), 'ok')?.id).toBe('ok')
  })
})

it('numbers the steps of a plan by phase and marks where services go down', () => {
  const steps = [{ id: 's', phase: 'snapshot' }, { id: 'x', phase: 'stop' }, { id: 'y', phase: 'start' }, { id: 'v', phase: 'verify' }]
  const part = (phase: string, from: number, down: boolean) => ({ phase, title: phase, from, to: 1, down })
  // Only what the rows are made of.
  const view = { plan: { steps }, commands: { x: ['stop x'] }, expected: { x: 5 }, band: { measured: true, total: 100, downtime: 1, parts: [part('snapshot', 0, false), part('stop', 0.5, true), part('start', 0.6, true), part('verify', 0.9, false)] } }
  const phases = planPhases(view as unknown as PreparedView)
  expect(phases.map(({ phase, at, turn }) => [phase, at, turn])).toEqual([['snapshot', 0, null], ['stop', 50, 'down'], ['start', 60, null], ['verify', 90, 'up']])
  expect(phases[1]?.rows[0]).toMatchObject({ number: 2, commands: ['stop x'], takes: 5 })
  expect(phases[0]?.rows[0]?.takes).toBeNull()
})

it('names services that depend on what goes back, and those that it depends on', () => {
  const services = [{ name: 'web', dependsOn: ['api'] }, { name: 'api', dependsOn: ['db'] }, { name: 'db', dependsOn: [] }]
  expect(leftBehind(services, ['api'])).toEqual({ needing: ['web'], needed: ['db'] })
  expect(leftBehind(services, ['web', 'api', 'db'])).toEqual({ needing: [], needed: [] })
})

it('passes over targets that are gone', () => {
  // Only what the choice of a target reads.
  const rows = [true, false, false, true].map((available, index) => ({ deploymentId: String(index), available })) as unknown as TargetRow[]
  expect(nearestAvailable(rows, 1, 0)?.deploymentId).toBe('3')
  expect(nearestAvailable(rows, 2, 3)?.deploymentId).toBe('0')
  expect(nearestAvailable(rows.slice(0, 3), 1, 0)).toBeUndefined()
})

it('lays hunks out as rows', () => {
  const lines = [{ kind: 'away' as const, text: 'a\tb', left: 1, right: null }]
  expect(hunkRows({ hunks: [{ header: '@@', lines }] }).map(({ kind }) => kind)).toEqual(['hunk', 'away'])
  expect(widest(hunkRows({ hunks: [{ header: '@@', lines }] }))).toBe(10)
})
