import { ShieldCheck } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { LOCAL } from '../../../domain/facts'
import type { RunState, StepState } from '../../../domain/run'
import { phasesOf, type PhaseState } from '../../../domain/run-state'
import type { Step } from '../../../domain/plan'
import { StateIcon } from '../../components/State'
import type { StateKind } from '../../components/states'
import { Time } from '../../components/Time'
import { useNow } from '../../components/useNow'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatBytes, formatSpan } from '../../format'
import { phaseExpected } from './clocks'
import { situationOf, useRun, type Situation } from './run-store'

interface RailProps {
  /** The step whose output is shown alone; null = the one in hand. */
  readonly chosen: string | null
  readonly onChoose: (step: string | null) => void
}

/** All phases and steps, with state, number and time. A step that is chosen shows its own output. */
export function Rail({ chosen, onChoose }: RailProps) {
  const state = useRun((run) => run.state)
  const situation = useRun(situationOf)
  if (state === null) return null
  return (
    <nav className="rail scroll" aria-label="Phases and steps" tabIndex={0} data-region onKeyDown={moveFocus}>
      {phasesOf(state).map((phase) => <PhaseRows key={phase.phase} {...{ state, situation, phase, chosen, onChoose }} />)}
      <Foot state={state} />
    </nav>
  )
}

interface PhaseProps extends RailProps {
  readonly state: RunState
  readonly situation: Situation
  readonly phase: PhaseState
}

const KINDS: Readonly<Record<PhaseState['status'], StateKind>> = { 'not-yet': 'not-yet', running: 'in-progress', done: 'done', failed: 'failed', skipped: 'skipped', waiting: 'failed' }
const WORDS: Readonly<Record<PhaseState['status'], string>> = { 'not-yet': 'not yet', running: 'running', done: 'done', failed: 'failed', skipped: 'skipped', waiting: 'failed' }

function PhaseRows({ state, situation, phase, chosen, onChoose }: PhaseProps) {
  const halted = situation === 'interrupted' && phase.status === 'running'
  const idle = situation === 'interrupted' || situation === 'finished'
  const title = `${phase.phase.charAt(0).toUpperCase()}${phase.phase.slice(1)}`
  return (
    <section className={`phase phase--${phase.status}`}>
      <h2>
        <span className={halted ? 'warn' : undefined}><StateIcon kind={halted ? 'interrupted' : KINDS[phase.status]} /></span>
        <span>{title}<span className="sr">, {halted ? 'interrupted' : WORDS[phase.status]}</span></span>
        <PhaseTime phase={phase} halted={halted} />
      </h2>
      <ol>
        {phase.steps.map((step) => <StepRow key={step.id} {...{ state, step, idle, chosen: step.id === chosen, onChoose }} />)}
      </ol>
    </section>
  )
}

function PhaseTime({ phase, halted }: { readonly phase: PhaseState; readonly halted: boolean }) {
  const band = useRun((run) => run.view?.band)
  const expected = band ? phaseExpected(band, phase.phase) : null
  if (phase.status === 'failed' || phase.status === 'waiting') return <span className="t fail">{failedWords(phase)}</span>
  if (halted) return <span className="t">interrupted</span>
  if (phase.duration !== null) return <span className="t">{formatSpan(phase.duration)}</span>
  if (phase.status === 'running' && phase.startedAt !== null) return <span className="t run"><Since at={phase.startedAt} />{expected === null ? '' : ` of about ${formatSpan(expected)}`}</span>
  return <span className="t">{expected === null ? '' : `about ${formatSpan(expected)}`}</span>
}

function failedWords({ steps }: PhaseState): string {
  const failed = steps.find(({ status }) => status === 'failed')
  return typeof failed?.duration !== 'number' ? 'stopped' : `failed after ${formatSpan(failed.duration)}`
}

function Since({ at }: { readonly at: string }) {
  const now = useNow(500)
  return formatSpan(Math.floor(Math.max(0, now - Date.parse(at)) / 1000) * 1000)
}

interface StepProps {
  readonly state: RunState
  readonly step: StepState
  /** Nothing runs any more, whatever was in hand. */
  readonly idle: boolean
  readonly chosen: boolean
  readonly onChoose: (step: string | null) => void
}

function StepRow({ state: { header }, step, idle, chosen, onChoose }: StepProps) {
  const row = useRef<HTMLButtonElement>(null)
  const index = header.plan.steps.findIndex(({ id }) => id === step.id)
  const planned = header.plan.steps[index]
  const now = step.status === 'running' && !idle
  useEffect(() => {
    if (now || step.status === 'failed') row.current?.scrollIntoView({ block: 'nearest' })
  }, [now, step.status])
  return (
    <li className={now ? 'is-now' : step.status === 'failed' ? 'is-bad' : undefined} aria-current={now ? 'step' : undefined}>
      <button ref={row} type="button" className="rail-step row-focus" aria-pressed={chosen} onClick={() => onChoose(chosen ? null : step.id)}>
        <span className="n">{index + 1}</span>
        <StepName step={planned} />
        <span className="sr">{now ? ', running' : `, ${step.status === 'running' ? 'not finished' : WORDS[step.status]}`}</span>
        <span className="t"><StepTime step={step} now={now} expected={header.expected[step.id]} /></span>
      </button>
    </li>
  )
}

function StepName({ step }: { readonly step: Step | undefined }) {
  if (step === undefined) return null
  return (
    <span className="clip" title={visibleText(step.title)}>
      <UserText>{step.title}</UserText>
      {step.host !== LOCAL && <span className="mut"> · <UserText>{step.host}</UserText></span>}
    </span>
  )
}

function StepTime({ step, now, expected }: { readonly step: StepState; readonly now: boolean; readonly expected: number | undefined }) {
  if (now && step.startedAt !== null) return <Since at={step.startedAt} />
  if (step.duration !== null) return formatSpan(step.duration)
  return expected === undefined ? null : formatSpan(expected)
}

function Foot({ state: { snapshot, header } }: { readonly state: RunState }) {
  const kept = snapshot !== null
  if (!kept && header.plan.steps.every(({ phase }) => phase !== 'snapshot')) return null
  return (
    <p className="rail-foot">
      {kept ? <ShieldCheck className="icon ok" aria-hidden="true" /> : <StateIcon kind="not-yet" />}
      {kept
        ? <span>Snapshot verified at <Time at={snapshot.verifiedAt} style="clock-second" />, {formatBytes(snapshot.bytes)}. You can undo at any point.</span>
        : <span>No snapshot is verified yet. Nothing is changed before that.</span>}
    </p>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.rail-step')]
  const at = rows.findIndex((row) => row === document.activeElement)
  event.preventDefault()
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
}
