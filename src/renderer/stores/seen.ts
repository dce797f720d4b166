import type { LaneView, OverviewView, ServiceRow } from '../../domain/views'

/** Reading alone asks no service: what was seen of them stays in sight, with its time, until they are asked again. */
export function keepSeen(overview: OverviewView, before: OverviewView | null): OverviewView {
  if (before === null || overview.lanes.some(({ observedAt }) => observedAt !== null)) return overview
  const lanes = overview.lanes.map((lane) => withSeen(lane, before.lanes.find(({ environment }) => environment === lane.environment)))
  return { ...overview, lanes, observedAt: before.observedAt }
}

function withSeen(lane: LaneView, before: LaneView | undefined): LaneView {
  if (before === undefined || before.observedAt === null) return lane
  const { services, drift, observedAt } = before
  if (lane.current?.deploymentId === before.current?.deploymentId) return { ...lane, services, drift, observedAt, ...judged(lane, before) }
  return { ...lane, services: services.map(unjudged), drift: [], observedAt }
}

/** Drift is from a deployment that is not the current one any more: what is left of it is that the service ran. */
const unjudged = (row: ServiceRow): ServiceRow => (row.display === 'drift' ? { ...row, display: 'running', detail: row.version ?? '' } : row)

/** What was seen, judged by the deployment that was recorded then: of another one it says nothing. */
function judged(lane: LaneView, before: LaneView): Partial<LaneView> {
  const isSame = lane.state === 'unknown' && lane.problem === null && before.problem === null && before.run === null
  const state = isSame ? { state: before.state, stateText: before.stateText } : {}
  return { ...state, answers: before.answers, current: lane.current && { ...lane.current, since: before.current?.since ?? null } }
}
