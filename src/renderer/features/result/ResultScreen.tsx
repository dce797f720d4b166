import { Redo2, RotateCcw, ScrollText } from 'lucide-react'
import type { ResultView } from '../../../domain/views'
import { resultMarkdown } from '../../../domain/document'
import { Button } from '../../components/Button'
import { CopyButton } from '../../components/CopyButton'
import { Loading } from '../../components/Empty'
import { exportChoices } from '../../components/exportChoices'
import { ExportMenu } from '../../components/ExportMenu'
import { ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { Time, useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import type { ScreenProps } from '../../app/routes'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath, useReadOnly } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { OwedUndoOfResult } from '../owed/OwedUndoBanner'
import { AskedTable } from './AskedTable'
import { DistrustBanner } from './DistrustBanner'
import { SideFacts } from './SideFacts'
import { StillToLookAt } from './StillToLookAt'
import { VerdictView } from './VerdictView'
import './result.css'

/** What serves now, what proves it, what is left to look at, and the way back. */
export function ResultScreen({ route: { runId } }: ScreenProps<'result'>) {
  const project = useProjectPath()
  const { value, problem, reload } = useCall('history:show', { project, runId }, { refreshOn: ['runs', 'snapshots'] })
  return (
    <div className="result-screen">
      <Bar view={value} runId={runId} />
      {value === undefined && problem && <NotRead runId={runId} problem={problem} reload={reload} />}
      {value === undefined && !problem && <Loading label="Reading the result" lines={8} />}
      {value && <Body view={value} />}
    </div>
  )
}

function Bar({ view, runId }: { readonly view: ResultView | undefined; readonly runId: string }) {
  const go = useNavigation((state) => state.go)
  return (
    <div className="bar">
      <nav className="rowflex" aria-label="Where you are">
        <button type="button" className="crumb" onClick={() => go({ screen: 'history', runId })}>History</button>
        <span className="mut" aria-hidden="true">/</span>
      </nav>
      <h1 className="clip">{view === undefined ? 'Result' : <Title view={view} />}</h1>
      <span className="spacer" />
      {view && <Actions view={view} />}
    </div>
  )
}

function Title({ view: { header } }: { readonly view: ResultView }) {
  return <>{header.plan.kind === 'undo' ? 'Undo in' : 'Rollback of'} <UserText>{header.plan.environment}</UserText>, <Time at={header.startedAt} /></>
}

const WHYS = { pdf: 'to hand on, or to print', html: 'one file, for any browser', csv: 'a row for each thing that was asked', json: 'everything, for programs' }

function Actions({ view }: { readonly view: ResultView }) {
  const go = useNavigation((state) => state.go)
  const zone = useZone()
  const readOnly = useReadOnly()
  const { runId, plan } = view.header
  const bad = ['failed', 'stopped', 'abandoned'].includes(view.result.outcome)
  return (
    <>
      <Button kind="quiet" icon={ScrollText} onClick={() => go({ screen: 'run', runId })}>Output</Button>
      <CopyButton label="Copy as Markdown" text={() => resultMarkdown(view, zone)} said="Result copied." />
      <ExportMenu choices={exportChoices({ kind: 'result', runId }, WHYS)} />
      {bad && <Button icon={RotateCcw} disabledReason={readOnly} onClick={() => go({ screen: 'guide', environment: plan.environment })}>Roll back…</Button>}
      <Button
        kind={bad && view.cannotUndo === null ? 'primary' : 'default'} icon={Redo2} disabledReason={view.cannotUndo ?? undefined}
        onClick={() => go({ screen: 'guide', environment: plan.environment, undo: runId })}
      >
        Undo…
      </Button>
    </>
  )
}

function Body({ view }: { readonly view: ResultView }) {
  return (
    <Region label="Result" className="body">
      <DistrustBanner view={view} />
      <OwedUndoOfResult runId={view.header.runId} />
      <div className="result">
        <VerdictView view={view} />
        <div className="result-main">
          <AskedTable view={view} />
          <StillToLookAt view={view} />
        </div>
        <SideFacts view={view} />
      </div>
    </Region>
  )
}

function NotRead({ runId, problem, reload }: { readonly runId: string; readonly problem: Parameters<typeof ProblemEmpty>[0]['problem']; readonly reload: () => void }) {
  const go = useNavigation((state) => state.go)
  return (
    <ProblemEmpty problem={problem} actions={<>
      <Button onClick={reload}>Read again</Button>
      {problem.code === 'run-unfinished' && <Button kind="primary" onClick={() => go({ screen: 'run', runId })}>Open the run</Button>}
    </>} />
  )
}
