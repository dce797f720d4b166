import type { RunState } from '../../../domain/run'
import type { RunView } from '../../../domain/views'
import { StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'
import { Choices } from './Choices'
import { Elsewhere } from './Elsewhere'
import { FailedEvidence } from './FailedEvidence'
import { Refused } from './Refused'
import { ResumeConfirm } from './ResumeConfirm'
import { situationOf, useRun } from './run-store'

/** What is wrong, what state things are in, and what can be done: never moved by what is printed below. */
export function DecisionArea() {
  const state = useRun((run) => run.state)
  const view = useRun((run) => run.view)
  const resuming = useRun((run) => run.resuming)
  if (state === null || view === null) return null
  return (
    <section className="decision" aria-labelledby="decision-title" data-region tabIndex={-1}>
      <Heading state={state} view={view} />
      <FailedEvidence state={state} />
      {state.decision !== null && state.decision.problem.next !== '' && <p className="t12 sec decision-next"><UserText>{state.decision.problem.next}</UserText></p>}
      <Refused />
      {resuming !== null ? <ResumeConfirm resuming={resuming} /> : view.holder !== null && !view.holder.here ? <Elsewhere holder={view.holder} /> : <Choices state={state} choices={view.choices} />}
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
        <span>{interrupted ? <Interruption state={state} view={view} /> : <UserText>{state.decision?.problem.message ?? 'The run waits for you'}</UserText>}</span>
      </h2>
      <p className="sec mt-1 decision-state"><UserText>{capital(view.stateSentence)}</UserText></p>
    </>
  )
}

/** Why nobody drives it any more, as far as that is known. */
function Interruption({ state: { takeovers, decision }, view: { halted } }: { readonly state: RunState; readonly view: RunView }) {
  const last = takeovers.at(-1)
  if (halted !== null) return <UserText>{halted.message}</UserText>
  if (last !== undefined) return <>This run was taken over from <UserText>{last.from.user}</UserText> on <UserText>{last.from.host}</UserText>: <UserText>{last.reason}</UserText></>
  return decision === null ? <>This run was interrupted: whoever ran it is gone</> : <>This run was left with a question: <UserText>{decision.problem.message}</UserText></>
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
