import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { UserText } from '../../components/UserText'
import type { RecordedHealth } from '../../../domain/health'
import type { TargetsView } from '../../../domain/views'
import { formatAge } from '../../format'
import { useNavigation } from '../../stores/navigation'
import { RestoreCopy } from '../registry/RestoreCopy'
import { useGuide } from './guide-store'
import { checkAgain } from './guide-engine'
import { StepHeading } from './StepHeading'
import { TargetTable } from './TargetTable'
import { UndoTarget } from './UndoTarget'
import { WhatGoesBack } from './WhatGoesBack'

/** Where back to, and what goes back. */
export function TargetStep() {
  const undo = useGuide(({ id }) => id.undo)
  return (
    <div className="guide-columns">
      <div className="guide-main">{undo === null ? <Targets /> : <UndoTarget runId={undo} />}</div>
      <WhatGoesBack />
    </div>
  )
}

function Targets() {
  const targets = useGuide((state) => state.targets)
  const problem = useGuide((state) => state.targetsProblem)
  if (targets === null && problem !== null) {
    return <ProblemEmpty problem={problem} actions={<><Button onClick={() => checkAgain()}>Read again</Button><RestoreCopy problem={problem} /></>} />
  }
  if (targets === null) return <Loading label="Reading what was deployed here" lines={6} />
  if (!targets.rows.some(({ available }) => available)) return <NoTarget targets={targets} />
  return (
    <>
      <TargetAnswer targets={targets} />
      <TargetTable rows={targets.rows} environment={targets.environment} />
    </>
  )
}

const ENDED = { healthy: 'ran healthy here', unhealthy: 'ran unhealthy here', doubtful: 'ran here', unknown: 'ran here', 'left-by-rollback': 'was left by a rollback', failed: 'failed here', current: 'is current', 'in-progress': 'is being deployed' } as const
const HEALTH: ReadonlySet<string> = new Set<RecordedHealth>(['healthy', 'unhealthy', 'doubtful', 'unknown'])

function TargetAnswer({ targets }: { readonly targets: TargetsView }) {
  const chosen = useGuide(({ draft }) => draft.deploymentId)
  const row = targets.rows.find(({ deploymentId }) => deploymentId === chosen)
  const why = chosen === targets.suggested && targets.why !== '' ? targets.why : null
  const suggested = targets.rows.find(({ deploymentId }) => deploymentId === targets.suggested)
  return (
    <div className="guide-top">
      <StepHeading>
        {row ? <>Back to <UserText>{row.version}</UserText>, which {ENDED[row.ended]}{row.ranFor !== null && HEALTH.has(row.ended) ? ` for ${formatAge(row.ranFor)}` : ''}</> : 'Choose where to go back to'}
      </StepHeading>
      <p className="sec">
        {why !== null && <UserText>{why}</UserText>}
        {why === null && suggested && <>Suggested would be <UserText>{suggested.version}</UserText>.</>}
        {why === null && !suggested && <UserText>{targets.why === '' ? 'None is suggested.' : targets.why}</UserText>}
        {row?.ended === 'current' && chosen !== targets.suggested && ' What does not run of the current one is started again, and what is not as it was recorded is put right.'}
        {row?.captured === false && ' What it consisted of was not captured, so only what the registry names goes back.'}
      </p>
    </div>
  )
}

function NoTarget({ targets }: { readonly targets: TargetsView }) {
  const go = useNavigation((state) => state.go)
  const { environment, rows } = targets
  return (
    <>
      <Empty
        title={<>There is nothing in <UserText>{environment}</UserText> to go back to</>}
        actions={<Button onClick={() => go({ screen: 'deployments', environment })}>See its deployments</Button>}
      >
        <p>{targets.why !== '' ? <UserText>{targets.why}</UserText> : 'A rollback needs an earlier deployment that was recorded and whose release still exists.'}</p>
        <p>Record each deployment with <code>backstep record</code>, and there will be a way back from the next one on.</p>
      </Empty>
      {rows.length > 0 && <TargetTable rows={rows} environment={environment} />}
    </>
  )
}
