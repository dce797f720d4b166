import { useRef, useState } from 'react'
import type { HistoryView } from '../../../domain/views'
import type { ScreenProps } from '../../app/routes'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ExportMenu } from '../../components/ExportMenu'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { SearchInput } from '../../components/SearchInput'
import { stepBack } from '../../components/stepBack'
import { keptOf, useKeep } from '../../stores/kept'
import { useProject } from '../../stores/project'
import { ChainBadge, ChainWords, useVerifyAgain, VerifyButton } from './ChainBadge'
import { CompareHead } from './CompareHead'
import { EnvironmentSegments } from './EnvironmentSegments'
import { exportsOf } from './exports'
import { HistoryFigures } from './HistoryFigures'
import { HistoryTable } from './HistoryTable'
import { TamperBanner } from './TamperBanner'
import { UnfinishedRun } from './UnfinishedRun'
import { useHistory, type HistoryFilter } from './useHistory'
import './history.css'

/** Every run that ended, from records that nobody can change unnoticed. Going here again, to another run, begins anew. */
export function HistoryScreen({ route }: ScreenProps<'history'>) {
  return <History key={JSON.stringify(route)} route={route} />
}

function History({ route }: ScreenProps<'history'>) {
  const [filter, setFilter] = useState<HistoryFilter>(keptOf(route, 'filter', { text: route.text ?? '', environment: route.environment ?? null }))
  useKeep(route, 'filter', filter)
  const history = useHistory(filter)
  const { view, problem, reload } = history
  const environments = useProject(({ project }) => project?.environments) ?? []
  const verifying = useVerifyAgain(reload)
  const list = useRef<HTMLDivElement>(null)
  const again = <Button onClick={reload}>Read again</Button>
  return (
    <>
      <div className="bar">
        <h1>History</h1>
        {view && (
          <>
            <ChainBadge verified={view.verified} busy={verifying.busy} />
            <ChainWords verified={view.verified} />
            <span className="spacer" />
            <VerifyButton {...verifying} />
            <CompareHead />
            {view.total > 0 && <ExportMenu choices={exportsOf(filter)} />}
          </>
        )}
      </div>
      {view === undefined ? (problem ? <ProblemEmpty problem={problem} actions={again} /> : <Loading label="Reading the history" lines={8} />) : (
        <div ref={list} className="history" onKeyDown={stepBack}>
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
          <HistoryTable key={JSON.stringify(filter)} history={history} view={view} filter={filter} onFilter={setFilter} route={route} />
        </div>
      )}
    </>
  )
}

/** What stands above everything: a broken chain, and runs that have not ended. */
function Notices({ view: { verified, unfinished } }: { readonly view: HistoryView }) {
  const isFine = verified === null || (verified.ok && verified.signatures.problem === null)
  if (isFine && unfinished.length === 0) return null
  return (
    <div className="history-notice">
      {verified && <TamperBanner verified={verified} />}
      {unfinished.map((run) => <UnfinishedRun key={run.runId} run={run} />)}
    </div>
  )
}
