import { RefreshCw } from 'lucide-react'
import { useRef, useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { HistoryView } from '../../../domain/views'
import type { ScreenProps } from '../../app/routes'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { SearchInput } from '../../components/SearchInput'
import { StateTag } from '../../components/State'
import { Time } from '../../components/Time'
import { formatCount } from '../../format'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProject, useProjectPath } from '../../stores/project'
import { EnvironmentSegments } from './EnvironmentSegments'
import { HistoryFigures } from './HistoryFigures'
import { HistoryTable } from './HistoryTable'
import { UnfinishedRun } from './UnfinishedRun'
import { useHistory, type HistoryFilter } from './useHistory'
import './history.css'

/** Every run that ended, from records that nobody can change unnoticed. Going here again, to another run, begins anew. */
export function HistoryScreen({ route }: ScreenProps<'history'>) {
  return <History key={JSON.stringify(route)} route={route} />
}

function History({ route }: ScreenProps<'history'>) {
  const [filter, setFilter] = useState<HistoryFilter>({ text: route.text ?? '', environment: route.environment ?? null })
  const history = useHistory(filter)
  const { view, problem, reload } = history
  const environments = useProject(({ project }) => project?.environments) ?? []
  const list = useRef<HTMLDivElement>(null)
  const again = <Button onClick={reload}>Read again</Button>
  return (
    <>
      <div className="bar">
        <h1>History</h1>
        {view && <Chain verified={view.verified} onVerified={reload} />}
      </div>
      {view === undefined ? (problem ? <ProblemEmpty problem={problem} actions={again} /> : <Loading label="Reading the history" lines={8} />) : (
        <div ref={list} className="history">
          <Notices view={view} />
          {problem && <div className="history-notice"><ProblemBanner problem={problem} actions={again} /></div>}
          {view.total > 0 && (
            <>
              <HistoryFigures view={view} />
              <div className="tool-row" role="search" aria-label="History" data-region>
                <SearchInput
                  filter label="Filter history" placeholder="Filter by person, reason, version, run" value={filter.text} onChange={(text) => setFilter({ ...filter, text: text.slice(0, 500) })}
                  onKeyDown={(event) => {
                    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
                    event.preventDefault()
                    list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
                  }}
                />
                <EnvironmentSegments environments={environments} chosen={filter.environment} onChoose={(environment) => setFilter({ ...filter, environment })} />
              </div>
            </>
          )}
          <HistoryTable key={JSON.stringify(filter)} history={history} view={view} filter={filter} onFilter={setFilter} sought={route.runId} />
        </div>
      )}
    </>
  )
}

/** What stands above everything: a broken chain, and runs that have not ended. */
function Notices({ view: { verified, unfinished } }: { readonly view: HistoryView }) {
  if ((verified.ok || verified.problem === null) && unfinished.length === 0) return null
  return (
    <div className="history-notice">
      {!verified.ok && verified.problem && <ProblemBanner problem={verified.problem} />}
      {unfinished.map((run) => <UnfinishedRun key={run.runId} run={run} />)}
    </div>
  )
}

interface ChainProps {
  readonly verified: HistoryView['verified']
  readonly onVerified: () => void
}

/** Whether the records are as they were written, and the check of it. */
function Chain({ verified, onVerified }: ChainProps) {
  const project = useProjectPath()
  const [busy, setBusy] = useState(false)
  const verify = async (): Promise<void> => {
    setBusy(true)
    try {
      const { ok, records } = await call('history:verify', { project })
      notify(ok ? `${formatCount(records, 'record')} verified, none changed or missing.` : 'The history is not as it was written.', ok ? 'ok' : 'failed')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setBusy(false)
    onVerified()
  }
  const found = verified.ok ? ', none changed or missing' : ''
  return (
    <>
      {verified.records > 0 || !verified.ok ? <StateTag kind={verified.ok ? 'verified' : 'failed'}>{verified.ok ? 'Chain verified' : 'Chain broken'}</StateTag> : null}
      <span className="t12 mut clip">{formatCount(verified.records, 'record')}{found}, checked <Time at={verified.at} style="clock-second" /></span>
      <span className="spacer" />
      <Button kind="quiet" icon={RefreshCw} disabledReason={busy ? 'It is being verified now' : undefined} onClick={() => void verify()}>Verify again</Button>
    </>
  )
}
