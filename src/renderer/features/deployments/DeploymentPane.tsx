import { Undo2 } from 'lucide-react'
import { memo } from 'react'
import type { DeploymentDetail } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { Pane } from '../../components/Pane'
import { ProblemEmpty } from '../../components/ProblemView'
import { StateTag } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useProject, useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { DeploymentFacts } from './DeploymentFacts'
import { endedLook, whyNotBack } from './looks'
import { useSettled } from './useDeployments'

export interface DeploymentPaneProps {
  readonly id: string | undefined
  /** The rows are still on their way. */
  readonly waiting: boolean
  readonly failing: ReadonlySet<string>
}

/** The chosen deployment, which stays as it is while the filter is typed. */
export const DeploymentPane = memo(function DeploymentPane({ id, waiting, failing }: DeploymentPaneProps) {
  const project = useProjectPath()
  const settled = useSettled(id)
  const detail = useCall('deployments:show', settled === undefined ? null : { project, id: settled }, { refreshOn: ['registry', 'runs', 'settings'], keep: true })
  if (detail.problem) return <Pane label="Deployment"><ProblemEmpty problem={detail.problem} actions={<Button onClick={detail.reload}>Read again</Button>} /></Pane>
  if (id === undefined && settled === undefined && !waiting) return <Pane label="Deployment"><Empty title="No deployment is chosen">Choose one to see what it was made of, and whether it can be gone back to.</Empty></Pane>
  if (detail.value === undefined) return <Pane label="Deployment"><Loading label="Reading the record" lines={6} /></Pane>
  const { row } = detail.value
  return (
    <Pane label={`Deployment ${row.id}`}>
      <Head detail={detail.value} failing={failing.has(row.environment)} />
      <DeploymentFacts key={row.id} detail={detail.value} />
    </Pane>
  )
})

function Head({ detail, failing }: { readonly detail: DeploymentDetail; readonly failing: boolean }) {
  const { row } = detail
  const { kind, word } = endedLook(row, failing)
  return (
    <div>
      <div className="deployment-title">
        <h2 className="t20"><UserText>{row.version}</UserText></h2>
        <StateTag kind={kind}>{word === undefined ? undefined : <UserText>{word}</UserText>}</StateTag>
      </div>
      <p className="sec"><UserText>{row.environment}</UserText> · <Span detail={detail} /></p>
      <GoBack detail={detail} />
    </div>
  )
}

/** As the registry has it; whether it ran all that time nobody says. */
function Span({ detail: { row, until } }: { readonly detail: DeploymentDetail }) {
  return <>recorded <Time at={row.timestamp} />{until !== null && <>, left <Time at={until} /></>}</>
}

function GoBack({ detail: { row, cannotRollBack } }: { readonly detail: DeploymentDetail }) {
  const go = useNavigation((state) => state.go)
  const writable = useProject(({ project }) => project?.writable ?? true)
  const reason = cannotRollBack ?? whyNotBack(row, writable)
  const target = { screen: 'guide', environment: row.environment, deploymentId: row.id } as const
  return (
    <>
      <p className="mt-3 wrap">
        <Button kind={reason === undefined && row.mark !== 'current' ? 'primary' : 'default'} icon={Undo2} disabledReason={reason} onClick={() => go(target)}>Roll back to this…</Button>
        {reason === undefined && <Button onClick={() => go({ ...target, step: 'compare' })}>Compare…</Button>}
      </p>
      {reason !== undefined && <p className="t12 mut mt-2"><UserText>{reason}</UserText></p>}
    </>
  )
}
