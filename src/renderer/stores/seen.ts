import type { LaneView, OverviewView } from '../../domain/views'

/** Reading alone asks no service: what was seen of them stays in sight, with its time, until they are asked again. */
export function keepSeen(overview: OverviewView, before: OverviewView | null): OverviewView {
  if (before === null || overview.lanes.some(({ observedAt }) => observedAt !== null)) return overview
  const lanes = overview.lanes.map((lane) => withSeen(lane, before.lanes.find(({ environment }) => environment === lane.environment)))
  return { ...overview, lanes, observedAt: before.observedAt }
}

function withSeen(lane: LaneView, before: LaneView | undefined): LaneView {
  if (before === undefined || before.observedAt === null) return lane
  const { services, drift, observedAt } = before
  const seen = { ...lane, services, drift, observedAt }
  return lane.current?.deploymentId === before.current?.deploymentId ? { ...seen, ...judged(lane, before) } : seen
}

/** What was seen, judged by the deployment that was recorded then: of another one it says nothing. */
function judged(lane: LaneView, before: LaneView): Partial<LaneView> {
  const isSame = lane.state === 'unknown' && lane.problem === null && before.problem === null && before.run === null
  const state = isSame ? { state: before.state, stateText: before.stateText } : {}
  return { ...state, answers: before.answers, current: lane.current && { ...lane.current, since: before.current?.since ?? null } }
}
