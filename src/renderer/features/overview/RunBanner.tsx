import { CirclePause, Hand, LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import type { RunInProgress } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Time, useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatMoment } from '../../format'
import { useNavigation } from '../../stores/navigation'
import { useProject } from '../../stores/project'
import { AbandonDialog, ResumeDialog } from './RunDialogs'

/** A run that goes on, waits for a decision, or was interrupted: above everything else. */
export function RunBanner({ run }: { readonly run: RunInProgress }) {
  if (run.status === 'interrupted') return <Interrupted run={run} />
  return run.status === 'waiting' ? <Waiting run={run} /> : <GoesOn run={run} />
}

function Interrupted({ run }: { readonly run: RunInProgress }) {
  const [asked, ask] = useState<'resume' | 'abandon' | null>(null)
  const go = useNavigation((state) => state.go)
  const { runId, environment, stepsDone, stepsTotal, at } = run
  const zone = useZone()
  const readOnly = useProject(({ project }) => (project?.writable === false ? 'The project can only be read' : undefined))
  const actions = (
    <>
      <Button kind="quiet" disabledReason={readOnly} onClick={() => ask('abandon')}>Mark as failed…</Button>
      <Button disabledReason={readOnly} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo…</Button>
      <Button disabledReason={readOnly} onClick={() => ask('resume')}>Resume at step {formatAmount(Math.min(stepsDone + 1, stepsTotal))}…</Button>
    </>
  )
  const title = <><What run={run} /> stopped half-way {formatMoment(at, zone)}, after step {formatAmount(stepsDone)} of {formatAmount(stepsTotal)}.</>
  return (
    <>
      <Banner icon={CirclePause} label={`Interrupted run of ${environment}`} title={title} actions={actions}>
        <UserText>{run.sentence}</UserText>{run.snapshotVerified && ' Both ways are open: the snapshot is verified.'}
      </Banner>
      {asked === 'resume' && <ResumeDialog run={run} onClose={() => ask(null)} />}
      {asked === 'abandon' && <AbandonDialog run={run} onClose={() => ask(null)} />}
    </>
  )
}

function Waiting({ run }: { readonly run: RunInProgress }) {
  const go = useNavigation((state) => state.go)
  const decide = <Button kind="primary" onClick={() => go({ screen: 'run', runId: run.runId })}>Decide…</Button>
  return (
    <Banner icon={Hand} label={`Run of ${run.environment} waits for you`} title={<><What run={run} /> waits for you since <Time at={run.at} />.</>} actions={decide}>
      <UserText>{run.sentence}</UserText>
    </Banner>
  )
}

function GoesOn({ run }: { readonly run: RunInProgress }) {
  const go = useNavigation((state) => state.go)
  const show = <Button onClick={() => go({ screen: 'run', runId: run.runId })}>Show</Button>
  const step = `step ${formatAmount(Math.min(run.stepsDone + 1, run.stepsTotal))} of ${formatAmount(run.stepsTotal)}`
  return (
    <Banner tone="neutral" icon={LoaderCircle} label={`Run of ${run.environment}`} title={<><What run={run} /> goes on: {step}{run.phase !== null && `, ${run.phase}`}.</>} actions={show}>
      <UserText>{run.sentence}</UserText> Started <Time at={run.startedAt} /> by <UserText>{run.actor.user}</UserText>.
    </Banner>
  )
}

function What({ run }: { readonly run: RunInProgress }) {
  const verb = run.kind === 'undo' ? 'The undo' : 'The rollback'
  return <>{verb} of <UserText>{run.environment}</UserText> to <UserText>{run.to}</UserText></>
}
