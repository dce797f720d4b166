import { useState } from 'react'
import type { Choice } from '../../../domain/decisions'
import type { RunState } from '../../../domain/run'
import { useKeys } from '../../components/useKeys'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { ChoiceRow } from './ChoiceRow'
import { MarkFailed } from './MarkFailed'
import { decide, resume } from './run-engine'
import { situationOf, useRun } from './run-store'
import { StopHere } from './StopHere'

type Asking = 'stop' | 'mark' | null

/** The ways on, each with its key. */
export function Choices({ state, choices }: { readonly state: RunState; readonly choices: readonly Choice[] }) {
  const project = useProjectPath()
  const { runId, plan } = state.header
  const go = useNavigation((navigation) => navigation.go)
  const interrupted = useRun(situationOf) === 'interrupted'
  const [asking, ask] = useState<Asking>(null)
  const act: Readonly<Record<Choice['decision'], () => void>> = {
    retry: () => void (interrupted ? resume(project, runId) : decide(project, runId, 'retry')),
    skip: () => void decide(project, runId, 'skip'),
    undo: () => go({ screen: 'guide', environment: plan.environment, undo: runId }),
    stop: () => ask(interrupted ? 'mark' : 'stop')
  }
  const offered = new Set(choices.map(({ decision }) => decision))
  const whenOffered = (decision: Choice['decision']): (() => void) | undefined => (offered.has(decision) ? act[decision] : undefined)
  useKeys({ r: whenOffered('retry'), k: whenOffered('skip'), u: whenOffered('undo'), s: whenOffered('stop') })
  return (
    <>
      <div className="choices">
        {choices.map((choice, index) => (
          <ChoiceRow key={choice.decision} choice={choice} first={index === 0} word={wordOf(choice.decision, state, interrupted)} onChoose={act[choice.decision]} />
        ))}
        {choices.length === 0 && <p className="pad mut">Looking at what can be done.</p>}
      </div>
      <StopHere open={asking === 'stop'} onClose={() => ask(null)} project={project} state={state} />
      <MarkFailed open={asking === 'mark'} onClose={() => ask(null)} run={{ runId, environment: plan.environment }} other={{ snapshot: state.snapshot !== null, undo: offered.has('undo'), goOn: offered.has('retry') }} />
    </>
  )
}

function wordOf(decision: Choice['decision'], { decision: needed, header: { plan } }: RunState, interrupted: boolean): string {
  if (decision === 'undo') return 'Undo…'
  if (decision === 'stop') return interrupted ? 'Mark as failed…' : 'Stop here…'
  const number = plan.steps.findIndex(({ id }) => id === needed?.step) + 1
  if (decision === 'skip') return number > 0 ? `Skip step ${number}` : 'Skip it'
  if (interrupted) return 'Resume'
  return number > 0 ? `Retry step ${number}` : 'Go on'
}
