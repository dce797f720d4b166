import { describe, expect, it } from 'vitest'
import { goingLine, goingMeans, goingTitle, type GoingRun } from './going'

const run = (more: Partial<GoingRun> = {}): GoingRun => ({ runId: 'r', path: '/srv/shop', project: 'shop', environment: 'staging', to: 'v1.1.0', kind: 'Rollback', waits: false, ...more })
const waits = run({ waits: true })

describe('runs that are not over when the window is to close', () => {
  it('are named by project, environment and state', () => {
    expect(goingLine(run())).toBe('shop, staging: Rollback to v1.1.0 goes on')
    expect(goingLine(run({ waits: true, kind: 'Undo' }))).toBe('shop, staging: Undo to v1.1.0 waits for a decision')
    expect(goingLine(run({ environment: null, to: null }))).toBe('shop: Rollback goes on')
  })
  it('go on, wait, or some do and some do not', () => {
    expect(goingTitle([run()])).toBe('A rollback is going on')
    expect(goingTitle([run(), run()])).toBe('2 rollbacks are going on')
    expect(goingTitle([waits])).toBe('A rollback waits for a decision')
    expect(goingTitle([waits, waits])).toBe('2 rollbacks wait for a decision')
    expect(goingTitle([run(), waits])).toBe('2 rollbacks are not over')
    expect(goingTitle([run({ kind: 'Undo' })])).toBe('An undo is going on')
  })
  it('are not said to have a step in hand when they wait', () => {
    expect(goingMeans([waits]).join(' ')).not.toContain('step in hand')
    expect(goingMeans([run(), waits])).toHaveLength(3)
  })
})
