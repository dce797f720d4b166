import { expect, it } from 'vitest'
import type { LaneView, OverviewView, ServiceRow } from '../../domain/views'
import { keepSeen } from './seen'

const lane = (more: Partial<LaneView>): LaneView => ({
  environment: 'staging', protected: false, state: 'unknown', stateText: 'Not observed yet', current: { deploymentId: 'd1', version: 'v1', timestamp: 't1', since: null }, answers: [], holder: null, wayBack: null, track: [],
  services: [], drift: [], lastRollback: null, run: null, observedAt: null, problem: null, cannotRollBack: null, ...more
})
const overview = (...lanes: readonly LaneView[]): OverviewView =>
  ({ lanes, runs: [], owedUndos: [], observedAt: 'now', registryReadAt: 'now', history: { writable: true, chain: 'verified', records: 0, problem: null }, problems: [] })
const current = { deploymentId: 'd1', version: 'v1', timestamp: 't1', since: 't2' }
const seen = overview(lane({ state: 'running', stateText: 'Running', current, observedAt: 'before' }))

it('keeps what was observed while only the registry is read again, since when too', () =>
  expect(keepSeen(overview(lane({})), seen).lanes).toEqual(seen.lanes))

it('does not call a version running that was recorded since: nobody has asked yet', () => {
  const recorded = { deploymentId: 'd2', version: 'v2', timestamp: 't3', since: null }
  expect(keepSeen(overview(lane({ current: recorded })), seen).lanes).toEqual([lane({ current: recorded, observedAt: 'before' })])
})

it('forgets drift from a deployment that is not the current one any more', () => {
  const row = (display: ServiceRow['display'], detail: string): ServiceRow => ({ name: 'api', host: 'local', runtime: 'git', display, detail, version: 'v2', proof: 'proven', pid: 1, since: null })
  const drifted = overview(lane({ state: 'drift', current, services: [row('drift', 'the registry says v1, it answers v2')], drift: [{ kind: 'config', name: '.env', detail: 'was changed' }], observedAt: 'before' }))
  const recorded = { deploymentId: 'd2', version: 'v2', timestamp: 't3', since: null }
  expect(keepSeen(overview(lane({ current: recorded })), drifted).lanes).toEqual([lane({ current: recorded, services: [row('running', 'v2')], observedAt: 'before' })])
})
