import { useNow } from '../../components/useNow'
import type { RunState } from '../../../domain/run'
import { phasesOf, progressOf, type PhaseState } from '../../../domain/run-state'
import { phaseExpected, phaseShare } from './clocks'
import { useRun, type Situation } from './run-store'

/** How far the run is, phase by phase, to scale where that is known. */
export function Progress({ state, situation }: { readonly state: RunState; readonly situation: Situation }) {
  const now = useNow(500)
  const band = useRun((run) => run.view?.band)
  const { done, total } = progressOf(state)
  const width = (phase: string): number => {
    const part = band?.parts.find((one) => one.phase === phase)
    return part ? Math.max(0.005, part.to - part.from) : 0.1
  }
  return (
    <div className="progress" role="progressbar" aria-label="Progress of the run" aria-valuemin={0} aria-valuemax={total} aria-valuenow={done} aria-valuetext={`${done} of ${total} steps done`}>
      {phasesOf(state).map((phase) => (
        <span key={phase.phase} className="progress-part" style={{ flexGrow: width(phase.phase) }}>
          <i className={toneOf(phase, situation)} style={{ width: `${100 * shareOf(phase, band && phaseExpected(band, phase.phase), now)}%` }} />
        </span>
      ))}
    </div>
  )
}

function toneOf({ status }: PhaseState, situation: Situation): string {
  if (status === 'failed' || status === 'waiting') return 'is-bad'
  return situation === 'interrupted' && status !== 'done' ? 'is-halted' : 'is-done'
}

// A phase that failed in its first step shows where it stands.
function shareOf(phase: PhaseState, expected: number | null | undefined, now: number): number {
  const share = phaseShare(phase, expected ?? null, now)
  return phase.status === 'failed' || phase.status === 'waiting' ? Math.max(share, 0.5) : share
}
