import { CirclePause, Hand, LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import type { RunInProgress } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Holder } from '../../components/Holder'
import { RunTitle } from '../../components/RunTitle'
import { Time, useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatMoment } from '../../format'
import { useNavigation } from '../../stores/navigation'
import { notify } from '../../stores/notices'
import { useReadOnly } from '../../stores/project'
import { MarkFailed } from '../run/MarkFailed'
import { TakeOverButton } from '../takeover/TakeOverButton'

export interface RunBannerProps {
  readonly run: RunInProgress
  /** Why it cannot be undone now. */
  readonly noUndo?: string | undefined
}

/** A run that goes on, waits for a decision, or was interrupted: above everything else. */
export function RunBanner({ run, noUndo }: RunBannerProps) {
  if (run.status === 'interrupted') return <Interrupted run={run} noUndo={noUndo} />
  return run.status === 'waiting' ? <Waiting run={run} /> : <GoesOn run={run} />
}

function Interrupted({ run, noUndo }: RunBannerProps) {
  const [asked, ask] = useState(false)
  const go = useNavigation((state) => state.go)
  const { runId, environment, stepsDone, stepsTotal, at, ways } = run
  const zone = useZone()
  const readOnly = useReadOnly()
  const actions = (
    <>
      <Button kind="quiet" disabledReason={readOnly} onClick={() => ask(true)}>Mark as failed…</Button>
      {ways.includes('undo') && <Button disabledReason={readOnly ?? noUndo} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo…</Button>}
      <Button disabledReason={readOnly ?? (ways.includes('resume') ? undefined : 'Its snapshot is gone')} onClick={() => go({ screen: 'run', runId, resume: true })}>Resume at step {formatAmount(Math.min(stepsDone + 1, stepsTotal))}</Button>
    </>
  )
  const title = <><RunTitle run={run} /> stopped half-way {formatMoment(at, zone)}, after step {formatAmount(stepsDone)} of {formatAmount(stepsTotal)}.</>
  return (
    <>
      <Banner icon={CirclePause} label={`Interrupted run of ${environment}`} title={title} actions={actions}>
        <UserText>{capital(run.sentence)}</UserText>
      </Banner>
      <MarkFailed open={asked} onClose={() => ask(false)} run={run} other={{ snapshot: run.snapshotVerified, undo: ways.includes('undo'), goOn: ways.includes('resume') }} onDone={() => notify(`The run in ${environment} is marked as failed.`)} />
    </>
  )
}

function Waiting({ run }: { readonly run: RunInProgress }) {
  const go = useNavigation((state) => state.go)
  const here = run.holder?.here === true
  const actions = <><TakeOver run={run} /><Button kind={here ? 'primary' : 'default'} onClick={() => go({ screen: 'run', runId: run.runId })}>{here ? 'Decide…' : 'Show'}</Button></>
  return (
    <Banner icon={Hand} label={`Run of ${run.environment} waits ${here ? 'for you' : 'elsewhere'}`} title={<><RunTitle run={run} /> waits for {here ? 'you' : 'a decision'} since <Time at={run.at} />.</>} actions={actions}>
      <UserText>{capital(run.sentence)}</UserText> <Held run={run} />
    </Banner>
  )
}

function GoesOn({ run }: { readonly run: RunInProgress }) {
  const go = useNavigation((state) => state.go)
  const actions = <><TakeOver run={run} /><Button onClick={() => go({ screen: 'run', runId: run.runId })}>Show</Button></>
  const step = `step ${formatAmount(Math.min(run.stepsDone + 1, run.stepsTotal))} of ${formatAmount(run.stepsTotal)}`
  return (
    <Banner tone="neutral" icon={LoaderCircle} label={`Run of ${run.environment}`} title={<><RunTitle run={run} /> goes on: {step}{run.phase !== null && `, ${run.phase}`}.</>} actions={actions}>
      <UserText>{capital(run.sentence)}</UserText> Started <Time at={run.startedAt} /> by <UserText>{run.actor.user}</UserText>. <Held run={run} />
    </Banner>
  )
}

/** Only of a run that another program drives. */
function TakeOver({ run: { environment, holder } }: { readonly run: RunInProgress }) {
  return holder !== null && !holder.here && <TakeOverButton quiet environment={environment} holder={holder} />
}

function Held({ run: { holder } }: { readonly run: RunInProgress }) {
  return holder !== null && !holder.here && <>Held by <Holder holder={{ ...holder, phase: null }} />.</>
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
