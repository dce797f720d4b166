import { useNow } from '../../components/useNow'
import type { RunState } from '../../../domain/run'
import { downtimeOf } from '../../../domain/run-state'
import type { BandView } from '../../../domain/views'
import { formatClock, formatRunningClock } from '../../format'
import { elapsed, remaining } from './clocks'
import { useRun, type Situation } from './run-store'

interface ClocksProps {
  readonly state: RunState
  readonly situation: Situation
}

/** Elapsed, remaining or waiting, and how long services have been down. */
export function Clocks({ state, situation }: ClocksProps) {
  const now = useNow(500)
  const band = useRun((run) => run.view?.band)
  if (band === undefined) return null
  return (
    <dl className="clock">
      <Clock name="Elapsed">{(situation === 'finished' ? formatClock : formatRunningClock)(elapsed(state, now))}</Clock>
      {situation === 'waiting' && state.decision && <Clock name="Waiting">{formatRunningClock(now - Date.parse(state.decision.since))}</Clock>}
      {(situation === 'running' || situation === 'stopping') && <Remaining left={remaining(state, band, now)} />}
      <Down state={state} band={band} now={now} />
    </dl>
  )
}

function Clock({ name, tone, children }: { readonly name: string; readonly tone?: string; readonly children: React.ReactNode }) {
  return <div><dt>{name}</dt><dd className={tone}>{children}</dd></div>
}

function Remaining({ left }: { readonly left: number | null }) {
  if (left === null) return <Clock name="Remaining"><small>not measured yet</small></Clock>
  return <Clock name="Remaining"><small>about</small> {formatRunningClock(left)}</Clock>
}

function Down({ state, band, now }: { readonly state: RunState; readonly band: BandView; readonly now: number }) {
  const down = downtimeOf(state, new Date(now).toISOString())
  const expected = band.downtime
  if (down === null) return null
  const late = expected !== null && down > expected * 1.1 + 1000
  return (
    <Clock name="Services down" tone={late ? 'fail' : 'warn'}>
      {formatClock(down)} {expected !== null && <small>{late ? `expected ${formatClock(expected)}` : `of about ${formatClock(expected)}`}</small>}
    </Clock>
  )
}
