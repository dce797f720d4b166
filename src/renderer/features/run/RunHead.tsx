import { Pause } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Holder } from '../../components/Holder'
import { State } from '../../components/State'
import type { StateKind } from '../../components/states'
import { UserText } from '../../components/UserText'
import type { Step } from '../../../domain/plan'
import { isAbortable } from '../../../domain/repeatable'
import type { RunState } from '../../../domain/run'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { TakeOverButton } from '../takeover/TakeOverButton'
import { Clocks } from './Clocks'
import { Progress } from './Progress'
import { cancel } from './run-engine'
import { situationOf, useRun, type Situation } from './run-store'
import { runSentence, runTitle, stepsNow, toneOf } from './run-words'

/** What is being done, how far it is, how long it takes, and how to stop it. */
export function RunHead() {
  const state = useRun((run) => run.state)
  const situation = useRun(situationOf)
  if (state === null) return null
  return (
    <header className="run-head" data-region tabIndex={-1}>
      <div className="run-top">
        <Title state={state} situation={situation} />
        <div className="rowflex gap6">
          <Clocks state={state} situation={situation} />
          <Actions state={state} situation={situation} />
        </div>
      </div>
      <Progress state={state} situation={situation} />
    </header>
  )
}

interface PartProps {
  readonly state: RunState
  readonly situation: Situation
}

const KINDS: Readonly<Record<Exclude<Situation, 'finished'>, StateKind>> = { running: 'in-progress', stopping: 'in-progress', waiting: 'failed', interrupted: 'interrupted' }

const ENDS: Readonly<Record<ReturnType<typeof toneOf>, StateKind>> = { ok: 'done', warning: 'warning', failed: 'failed' }

function kindOf({ state, situation }: PartProps): StateKind {
  if (situation !== 'finished') return situation === 'waiting' && !state.decision?.step ? 'waiting' : KINDS[situation]
  return ENDS[toneOf(state)]
}

function Title(props: PartProps) {
  const { state, situation } = props
  const [before, between] = runTitle(state, situation)
  const { plan, runId } = state.header
  return (
    <div className="run-title">
      <h1>{before} <UserText>{plan.environment}</UserText> {between} <UserText>{plan.to.version}</UserText></h1>
      <p className="rowflex">
        <State kind={kindOf(props)}><UserText>{runSentence(state, situation)}</UserText></State>
        <span className="mut opt nowrap">· run {runId}</span>
        <HeldElsewhere />
      </p>
    </div>
  )
}

function HeldElsewhere() {
  const holder = useRun((run) => run.view?.holder ?? null)
  return holder !== null && !holder.here && <span className="mut opt clip">· held by <Holder holder={{ ...holder, phase: null }} /></span>
}

function Actions({ state, situation }: PartProps) {
  const go = useNavigation((navigation) => navigation.go)
  const back = useNavigation((navigation) => navigation.back)
  const holder = useRun((run) => run.view?.holder ?? null)
  if (situation === 'finished') return <Button kind="primary" large onClick={() => go({ screen: 'result', runId: state.header.runId })}>See the result</Button>
  if (situation === 'waiting' || situation === 'interrupted') return <Button large onClick={back}>Close</Button>
  if (holder !== null && !holder.here) return <TakeOverButton large environment={state.header.plan.environment} holder={holder} />
  return <Cancel state={state} stopping={situation === 'stopping'} />
}

function Cancel({ state, stopping }: { readonly state: RunState; readonly stopping: boolean }) {
  const project = useProjectPath()
  const [asking, ask] = useState(false)
  const [step] = stepsNow(state)
  const stop = (): void => {
    ask(false)
    void cancel(project, state.header.runId)
  }
  return (
    <>
      <Button large icon={Pause} disabledReason={stopping ? 'It is being stopped.' : undefined} onClick={() => ask(true)}>Cancel…</Button>
      <Dialog open={asking} onClose={() => ask(false)} title="Stop this run?" icon={Pause} safe="Go on" others={[{ label: 'Stop', onClick: stop }]}>
        <p>{step ? <StepInHand step={step} /> : 'No further step is started.'} Then the run waits and asks you: go on, undo, or stop here.</p>
        <p>Nothing is taken back by itself. {state.snapshot ? 'The snapshot is verified, so you can undo.' : 'No snapshot is verified yet, and nothing has been changed.'}</p>
      </Dialog>
    </>
  )
}

function StepInHand({ step: { title, action } }: { readonly step: Step }) {
  return <>The step in hand (<UserText>{title}</UserText>) {isAbortable(action) ? 'is broken off at once.' : 'changes what serves, so it is finished first.'}</>
}
