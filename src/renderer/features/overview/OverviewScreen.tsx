import { RefreshCw } from 'lucide-react'
import type { Problem } from '../../../domain/problem'
import type { OverviewView } from '../../../domain/views'
import type { ScreenProps } from '../../app/routes'
import { OBSERVE_EVERY } from '../../app/useObserving'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { useMedia } from '../../components/useMedia'
import { useNow } from '../../components/useNow'
import { formatAge, formatCount, formatSpan } from '../../format'
import { useNavigation } from '../../stores/navigation'
import { useProject } from '../../stores/project'
import { OwedUndoBanner } from '../owed/OwedUndoBanner'
import { RestoreCopy } from '../registry/RestoreCopy'
import { DemoBar } from './DemoBar'
import { HeldBanner } from './HeldBanner'
import { Lane } from './Lane'
import { RecentRollbacks } from './RecentRollbacks'
import { RunBanner } from './RunBanner'
import { silentHosts } from './summary'
import './overview.css'

/** What runs where: one lane an environment. */
export function OverviewScreen({ route }: ScreenProps<'overview'>) {
  const { overview, observing, refresh } = useProject()
  return (
    <>
      <div className="bar">
        <h1>Overview</h1>
        <span className="spacer" />
        {overview && overview.lanes.length > 0 && <Observed overview={overview} />}
        <Button icon={RefreshCw} disabledReason={observing ? 'It is being observed now' : undefined} onClick={() => void refresh(true)}>Observe now</Button>
      </div>
      <Region label="Environments" className="body">
        <Content sought={route.environment} />
      </Region>
    </>
  )
}

function Content({ sought }: { readonly sought: string | undefined }) {
  const { overview, problem, project, refresh } = useProject()
  const tall = useMedia('(min-height: 900px)')
  if (overview === null) {
    if (problem === null) return <Loading label="Observing what runs" lines={6} />
    return <div className="panel"><ProblemEmpty problem={problem} actions={<Actions problem={problem} onRetry={() => void refresh(true)} />} /></div>
  }
  const problems = [...(project?.problems ?? []), ...overview.problems, ...(problem ? [problem] : [])]
  const unreadable = overview.problems.some(({ code }) => code === 'definition-invalid')
  const unique = [...new Map(problems.map((one) => [`${one.code} ${one.message}`, one])).values()]
  const noUndo = (name: string): string => (unreadable ? 'First correct backstep.yaml' : `${name} is not in backstep.yaml`)
  const hasLane = (name: string): boolean => overview.lanes.some(({ environment }) => environment === name)
  return (
    <div className="overview">
      {overview.lanes.map(({ run }) => run && <RunBanner key={run.runId} run={run} />)}
      {overview.runs.map((run) => <RunBanner key={run.runId} run={run} noUndo={noUndo(run.environment)} />)}
      {overview.owedUndos.map((owed) => <OwedUndoBanner key={owed.runId} owed={owed} noUndo={hasLane(owed.environment) ? undefined : noUndo(owed.environment)} />)}
      {overview.lanes.map(({ environment, holder }) => holder && !holder.here && <HeldBanner key={environment} environment={environment} holder={holder} />)}
      {unique.map((one) => <ProblemBanner key={one.message} problem={one} actions={<Actions problem={one} onRetry={() => void refresh(true)} />} />)}
      {overview.lanes.length === 0 ? !unreadable && <NoEnvironment /> : (
        <div className="lanes">
          {overview.lanes.map((lane) => <Lane key={lane.environment} lane={lane} sought={lane.environment === sought} owed={overview.owedUndos.some(({ environment }) => environment === lane.environment)} />)}
        </div>
      )}
      {project?.demo && <DemoBar />}
      {tall && <RecentRollbacks />}
    </div>
  )
}

function Actions({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }) {
  const go = useNavigation((state) => state.go)
  return (
    <>
      <Button onClick={onRetry}>Read again</Button>
      {problem.place?.file.endsWith('backstep.yaml') && <Button kind="quiet" onClick={() => go({ screen: 'settings' })}>Open settings</Button>}
      <RestoreCopy problem={problem} />
    </>
  )
}

function NoEnvironment() {
  const go = useNavigation((state) => state.go)
  return (
    <div className="panel">
      <Empty title="No environment is defined yet" actions={<Button onClick={() => go({ screen: 'settings' })}>Open settings</Button>}>
        <p>Name the environments and their services in backstep.yaml. What the registry already holds is in Deployments.</p>
      </Empty>
    </div>
  )
}

function Observed({ overview }: { readonly overview: OverviewView }) {
  const now = useNow(1000)
  const age = formatAge(Math.max(0, now - Date.parse(overview.observedAt)))
  const { silent, all } = silentHosts(overview.lanes.flatMap(({ services }) => services))
  const rest = silent > 0 ? `${silent} of ${formatCount(all, 'host')} ${silent === 1 ? 'does' : 'do'} not answer` : `every ${formatSpan(OBSERVE_EVERY)}`
  return <span className="t12 mut nowrap">Observed {age} ago, {rest}</span>
}
