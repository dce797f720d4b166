import type { LaneView, SeenLane } from '../../domain/views'
import { STATES, type StateKind } from '../components/states'

const KINDS: Readonly<Record<SeenLane['state'], StateKind>> = {
  running: 'running',
  failing: 'failing',
  drift: 'drift',
  unknown: 'unknown',
  stopped: 'stopped',
  interrupted: 'interrupted',
  'in-progress': 'in-progress',
  empty: 'not-yet',
  waiting: 'waiting'
}

/** How the state of an environment is shown. */
export function laneKind({ state, run }: LaneView): StateKind {
  return run?.status === 'waiting' ? 'waiting' : KINDS[state]
}

/** The same of what was seen before. */
export const seenKind = ({ state }: SeenLane): StateKind => KINDS[state]

const WORDS: Partial<Record<StateKind, string>> = { 'in-progress': 'Rolling back', waiting: 'Waiting', 'not-yet': 'Empty' }

/** The one word for it where there is little room. */
export const laneWord = (kind: StateKind): string => WORDS[kind] ?? STATES[kind].word
