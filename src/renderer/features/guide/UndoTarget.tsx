import type { PreparedView, RunView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { Facts } from '../../components/Pane'
import { ProblemEmpty } from '../../components/ProblemView'
import { State } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { Went } from '../../components/Went'
import { formatBytes } from '../../format'
import { useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { checkAgain } from './guide-engine'
import { useGuide } from './guide-store'
import { StepHeading } from './StepHeading'
import { useLastPlan } from './useFormState'

/** What an undo takes back: the run, and how things were before it. */
export function UndoTarget({ runId }: { readonly runId: string }) {
  const project = useProjectPath()
  const run = useCall('run:view', { project, runId })
  const plan = useLastPlan()
  const problem = useGuide((state) => state.problem)
  if (plan === null && problem !== null) {
    return <ProblemEmpty problem={problem} actions={<Button onClick={() => checkAgain()}>Look again</Button>} />
  }
  return (
    <div className="guide-top">
      <UndoAnswer plan={plan} run={run.value} />
      {run.loading && run.value === undefined && <Loading label="Reading the run" lines={4} />}
      {run.problem && run.value === undefined && <ProblemEmpty problem={run.problem} />}
      {run.value && <RunFacts run={run.value} />}
    </div>
  )
}

function UndoAnswer({ plan, run }: { readonly plan: PreparedView | null; readonly run: RunView | undefined }) {
  const environment = useGuide(({ id }) => id.environment)
  // A snapshot that cannot be read names no version; the run does.
  const to = [plan?.to.version, run?.state.header.plan.from?.version].find((version) => version !== undefined && version !== '')
  return (
    <>
      <StepHeading>
        {to === undefined ? 'Back to how it was before this run' : <><UserText>{environment}</UserText> goes back to <UserText>{to}</UserText>, as before this run</>}
      </StepHeading>
      <p className="sec measure">It is brought back from the snapshot that the run took and verified before it changed anything. Data written since stays wherever the run left the database alone.</p>
    </>
  )
}

const OUTCOMES = { done: 'done', 'done-with-warnings': 'warning', failed: 'failed', stopped: 'stopped', abandoned: 'failed' } as const
const WORDS = { done: 'Done', 'done-with-warnings': 'Done with warnings', failed: 'Failed', stopped: 'Stopped', abandoned: 'Marked as failed' } as const

function RunFacts({ run: { state, interrupted } }: { readonly run: RunView }) {
  const { header, snapshot, result } = state
  const { plan, actor } = header
  return (
    <section className="mt-6" aria-label="What is taken back">
      <h3 className="strong mt-2">What is taken back</h3>
      <div className="mt-2">
        <Facts facts={[
          ['Run', <span key="run" className="mono">{header.runId}</span>],
          ['It went', <Went key="went" went={plan} nothing="nothing recorded" />],
          ['By', <UserText key="by">{`${actor.user}, ${actor.host}`}</UserText>],
          ['When', <Time key="when" at={header.startedAt} style="second" />],
          ['Why', <UserText key="why">{header.reason}</UserText>],
          ['Ended', result ? <State key="ended" kind={OUTCOMES[result.outcome]}>{WORDS[result.outcome]}</State> : <State key="ended" kind={interrupted ? 'interrupted' : 'in-progress'} />],
          ['Snapshot', snapshot ? <span key="snapshot">{formatBytes(snapshot.bytes)}, verified <Time at={snapshot.verifiedAt} style="second" /></span> : 'none was taken']
        ]} />
      </div>
    </section>
  )
}
