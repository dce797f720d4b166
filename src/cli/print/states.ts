/** Icon, word and tone of every state: never colour alone. */
import type { LaneView, ServiceDisplay } from '../../domain/views'
import type { Outcome } from '../../domain/run'
import { piece, type Piece, type Tone } from './style'

const SERVICE: Readonly<Record<ServiceDisplay, readonly [string, Tone]>> = {
  running: ['● Running', 'ok'], failing: ['✗ Failing', 'failed'], stopped: ['○ Stopped', 'dim'], unknown: ['? Unknown', 'warning'], drift: ['≠ Drift', 'warning']
}
export const serviceState = (display: ServiceDisplay): Piece => piece(...SERVICE[display])

const LANE: Readonly<Record<LaneView['state'], readonly [string, Tone]>> = {
  ...SERVICE, interrupted: ['‖ Interrupted', 'warning'], 'in-progress': ['▸ Running a rollback', 'accent'], empty: ['· No services', 'dim']
}
export const laneState = (state: LaneView['state']): Piece => piece(...LANE[state])

const OUTCOME: Readonly<Record<Outcome, readonly [string, Tone]>> = {
  done: ['✓ Done', 'ok'], 'done-with-warnings': ['! Done, with warnings', 'warning'], failed: ['✗ Failed', 'failed'], stopped: ['‖ Stopped', 'failed'], abandoned: ['✗ Marked as failed', 'failed']
}
export const outcomeState = (outcome: Outcome): Piece => piece(...OUTCOME[outcome])
