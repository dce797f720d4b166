import { useState } from 'react'
import type { RunState } from '../../../domain/run'
import type { RunView } from '../../../domain/views'
import { StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'
import { useKeys } from '../../components/useKeys'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { ChoiceRow, type Choice } from './ChoiceRow'
import { MarkFailed } from './MarkFailed'
import { decide, resume } from './run-engine'
import { situationOf, useRun } from './run-store'
import { StopHere } from './StopHere'

/** What is wrong, what state things are in, and what can be done: never moved by what is printed below. */
export function DecisionArea() {
  const state = useRun((run) => run.state)
  const view = useRun((run) => run.view)
  if (state === null || view === null) return null
  return (
    <section className="decision" aria-labelledby="decision-title" data-region tabIndex={-1}>
      <Heading state={state} view={view} />
      <Choices state={state} choices={view.choices} />
      <Refused />
    </section>
  )
}

function Heading({ state, view }: { readonly state: RunState; readonly view: RunView }) {
  const interrupted = useRun(situationOf) === 'interrupted'
  const failed = typeof state.decision?.step === 'string'
  return (
    <>
      <h2 id="decision-title">
        <span className={interrupted || !failed ? 'warn' : 'fail'}><StateIcon kind={interrupted ? 'interrupted' : failed ? 'failed' : 'waiting'} /></span>
        <span>{interrupted ? 'This run was interrupted: whoever ran it is gone' : <UserText>{state.decision?.problem.message ?? 'The run waits for you'}</UserText>}</span>
      </h2>
      <p className="sec mt-1 decision-state"><UserText>{view.stateSentence}</UserText></p>
    </>
  )
}

type Asking = 'stop' | 'mark' | null

function Choices({ state, choices }: { readonly state: RunState; readonly choices: RunView['choices'] }) {
  const project = useProjectPath()
  const { runId, plan } = state.header
  const go = useNavigation((navigation) => navigation.go)
  const interrupted = useRun(situationOf) === 'interrupted'
  const [asking, ask] = useState<Asking>(null)
  const act: Readonly<Record<Choice['decision'], () => void>> = {
    retry: () => void (interrupted ? resume(project, runId) : decide(project, runId, 'retry')),
    undo: () => go({ screen: 'guide', environment: plan.environment, undo: runId }),
    stop: () => ask(interrupted ? 'mark' : 'stop')
  }
  const offered = new Set(choices.map(({ decision }) => decision))
  useKeys({ r: offered.has('retry') ? act.retry : undefined, u: offered.has('undo') ? act.undo : undefined, s: offered.has('stop') ? act.stop : undefined })
  return (
    <>
      <div className="choices">
        {choices.map((choice, index) => (
          <ChoiceRow key={choice.decision} choice={choice} first={index === 0} word={wordOf(choice.decision, state, interrupted)} onChoose={act[choice.decision]} />
        ))}
        {choices.length === 0 && <p className="pad mut">Looking at what can be done.</p>}
      </div>
      <StopHere open={asking === 'stop'} onClose={() => ask(null)} project={project} runId={runId} />
      <MarkFailed open={asking === 'mark'} onClose={() => ask(null)} project={project} runId={runId} />
    </>
  )
}

function wordOf(decision: Choice['decision'], { decision: needed, header: { plan } }: RunState, interrupted: boolean): string {
  if (decision === 'undo') return 'Undo…'
  if (decision === 'stop') return interrupted ? 'Mark as failed…' : 'Stop here…'
  if (interrupted) return 'Resume'
  const number = plan.steps.findIndex(({ id }) => id === needed?.step) + 1
  return number > 0 ? `Retry step ${number}` : 'Go on'
}

function Refused() {
  const refused = useRun((run) => run.refused)
  return refused && <p className="fail mt-2" role="alert"><UserText>{`${refused.message} ${refused.next}`}</UserText></p>
}
