import type { LaneView } from '../../domain/views'
import type { StateKind } from '../components/states'

const KINDS: Readonly<Record<LaneView['state'], StateKind>> = {
  running: 'running',
  failing: 'failing',
  drift: 'drift',
  unknown: 'unknown',
  stopped: 'stopped',
  interrupted: 'interrupted',
  'in-progress': 'in-progress',
  empty: 'not-yet'
}

/** How the state of an environment is shown. */
export function laneKind({ state, run }: LaneView): StateKind {
  return run?.status === 'waiting' ? 'waiting' : KINDS[state]
}

const WORDS: Partial<Record<StateKind, string>> = { 'in-progress': 'Rolling back', waiting: 'Waiting', 'not-yet': 'Empty' }

/** The one word for it where there is little room. */
export function laneWord(lane: LaneView): string | undefined {
  return WORDS[laneKind(lane)]
}
