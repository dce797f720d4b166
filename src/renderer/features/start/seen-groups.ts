import type { SeenLane } from '../../../domain/views'
import { seenKind } from '../../app/laneState'
import type { StateKind } from '../../components/states'

export interface SeenGroup {
  readonly kind: StateKind
  /** In the order of backstep.yaml. */
  readonly environments: readonly string[]
}

const URGENCY: readonly StateKind[] = ['interrupted', 'waiting', 'failing', 'in-progress', 'drift', 'unknown', 'stopped', 'not-yet', 'running']

/** Environments by the state that they were last seen in, the most urgent first. */
export function seenGroups(lanes: readonly SeenLane[]): readonly SeenGroup[] {
  return URGENCY.flatMap((kind) => {
    const environments = lanes.filter((lane) => seenKind(lane) === kind).map(({ environment }) => environment)
    return environments.length === 0 ? [] : [{ kind, environments }]
  })
}
