import type { Outcome } from '../domain/run'
import type { StateKind } from './components/states'

export interface OutcomeLook {
  readonly kind: StateKind
  readonly word: string
}

const LOOKS: Readonly<Record<Outcome, OutcomeLook>> = {
  done: { kind: 'done', word: 'Done' },
  'done-with-warnings': { kind: 'warning', word: 'Done, with warnings' },
  failed: { kind: 'failed', word: 'Failed' },
  stopped: { kind: 'stopped', word: 'Stopped' },
  abandoned: { kind: 'failed', word: 'Marked as failed' }
}

/** How a run ended; one that was undone later says that. */
export function outcomeLook(outcome: Outcome, undoneBy: string | null = null): OutcomeLook {
  return undoneBy === null ? LOOKS[outcome] : { kind: 'undone', word: 'Undone' }
}
