import {
  CircleCheck, CircleDashed, CircleDot, CircleHelp, CirclePause, CircleSlash, CircleStop, CircleX, CloudOff,
  GitCompareArrows, Hand, LoaderCircle, OctagonX, ShieldCheck, TriangleAlert, Undo2
} from 'lucide-react'
import type { Icon } from './icon'

export type Tone = 'ok' | 'warning' | 'failed' | 'running' | 'neutral'

export interface StateLook {
  readonly icon: Icon
  readonly word: string
  readonly tone: Tone
}

const look = (icon: Icon, word: string, tone: Tone): StateLook => ({ icon, word, tone })

/** Every state the screens know: its icon, its word, its colour. */
export const STATES = {
  running: look(CircleCheck, 'Running', 'ok'),
  healthy: look(CircleCheck, 'Healthy', 'ok'),
  passed: look(CircleCheck, 'Passed', 'ok'),
  done: look(CircleCheck, 'Done', 'ok'),
  verified: look(ShieldCheck, 'Verified', 'ok'),
  failing: look(CircleX, 'Failing', 'failed'),
  failed: look(CircleX, 'Failed', 'failed'),
  blocks: look(OctagonX, 'Blocks', 'failed'),
  warning: look(TriangleAlert, 'Warning', 'warning'),
  drift: look(GitCompareArrows, 'Drift', 'warning'),
  interrupted: look(CirclePause, 'Interrupted', 'warning'),
  waiting: look(Hand, 'Waiting for you', 'warning'),
  'in-progress': look(LoaderCircle, 'In progress', 'running'),
  current: look(CircleDot, 'Current', 'neutral'),
  unknown: look(CircleHelp, 'Unknown', 'neutral'),
  stopped: look(CircleStop, 'Stopped', 'neutral'),
  'not-yet': look(CircleDashed, 'Not yet', 'neutral'),
  skipped: look(CircleSlash, 'Skipped', 'neutral'),
  undone: look(Undo2, 'Undone', 'neutral'),
  'rolled-back': look(Undo2, 'Rolled back', 'neutral'),
  'no-answer': look(CloudOff, 'No answer', 'neutral')
} as const satisfies Record<string, StateLook>

export type StateKind = keyof typeof STATES
