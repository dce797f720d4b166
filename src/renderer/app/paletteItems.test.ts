import { describe, expect, it } from 'vitest'
import type { LaneView } from '../../domain/views'
import { environmentItems, matches, placeItems } from './paletteItems'

const lane = (environment: string, more: Partial<LaneView> = {}): LaneView =>
  ({
    environment, protected: false, state: 'running', stateText: '1 running', current: null, track: [], lastRollback: null, run: null, holder: null, observedAt: null, problem: null,
    services: [], answers: [], drift: [], cannotRollBack: null, wayBack: { deploymentId: 'd 1', version: 'v1.1.0', timestamp: '2026-11-14T10:20:00Z', sentence: '', missing: null }, ...more
  })

describe('the palette', () => {
  it('offers a rollback where one is possible', () => {
    const [first] = environmentItems([lane('staging'), lane('dev', { cannotRollBack: 'A run goes on.' })])
    expect(first).toMatchObject({ label: 'Roll back staging…', why: 'to v1.1.0', command: "backstep rollback --env staging --to 'd 1'" })
    expect(environmentItems([lane('dev', { cannotRollBack: 'A run goes on.' })])).toEqual([])
  })

  it('says beside it that the way back cannot be gone', () => {
    const [first] = environmentItems([lane('staging', { wayBack: { deploymentId: 'd1', version: 'v1.1.0', timestamp: '2026-11-14T10:20:00Z', sentence: '', missing: 'No release of api is there any more' } })])
    expect(first).toMatchObject({ label: 'Roll back staging…', why: 'v1.1.0 cannot be gone back to' })
  })
  it('names the current deployment on the command line where there is no way back', () => {
    const items = environmentItems([lane('dev', { wayBack: null, current: { deploymentId: 'd-0', version: 'v1', timestamp: '2026-11-14T10:20:00Z', since: null } })])
    expect(items.map(({ command }) => command)).toEqual(['backstep rollback --env dev --to d-0', 'backstep check --env dev --to d-0'])
  })
  it('finds by parts of words, in any order', () => {
    const items = environmentItems([lane('staging'), lane('production')])
    expect(items.filter((item) => matches(item, 'sta roll')).map(({ id }) => id)).toEqual(['roll staging', 'check staging'])
    expect(items.filter((item) => matches(item, ''))).toHaveLength(4)
  })
  it('goes to every screen and environment', () => expect(placeItems([lane('dev')]).map(({ label }) => label)).toContain('Snapshots of dev'))
})
