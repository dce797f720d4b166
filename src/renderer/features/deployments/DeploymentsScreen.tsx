import { Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { ScreenProps } from '../../app/routes'
import { Button } from '../../components/Button'
import { SearchInput } from '../../components/SearchInput'
import { stepBack } from '../../components/stepBack'
import { formatAmount } from '../../format'
import { keptOf, useKeep } from '../../stores/kept'
import { useProject } from '../../stores/project'
import { DeploymentPane } from './DeploymentPane'
import { DeploymentsTable } from './DeploymentsTable'
import { EnvironmentFilter } from './EnvironmentFilter'
import { RecordDialog } from './RecordDialog'
import { useChoice, useDeployments } from './useDeployments'
import './deployments.css'

/** What was deployed, as the registry has it. Going here again, to another deployment, begins anew. */
export function DeploymentsScreen({ route }: ScreenProps<'deployments'>) {
  return <Deployments key={JSON.stringify(route)} route={route} />
}

function Deployments({ route }: ScreenProps<'deployments'>) {
  const [recording, setRecording] = useState(false)
  const pages = useDeployments(keptOf(route, 'query', { text: route.text ?? '', environment: route.environment ?? null, from: null, until: null, sort: 'timestamp', descending: true }))
  const { query, change } = pages
  const choice = useChoice(pages, route)
  useKeep(route, 'query', query)
  const failing = useFailing()
  const list = useRef<HTMLDivElement>(null)
  const environments = useProject(({ project }) => project?.environments) ?? []
  const writable = useProject(({ project }) => project?.writable ?? true)
  const record = (): void => setRecording(true)
  const alone = pages.loaded ? pages.total === 0 : pages.problem !== null
  return (
    <>
      <div className="bar">
        <h1>Deployments</h1>
        {pages.loaded && <span className="mut nowrap" role="status">{pages.matching === pages.total ? formatAmount(pages.total) : `${formatAmount(pages.matching)} of ${formatAmount(pages.total)}`}</span>}
        <span className="spacer" />
        <Button icon={Plus} disabledReason={writable ? undefined : 'The project can only be read.'} onClick={record}>Record…</Button>
      </div>
      <div className={alone ? 'split deployments-alone' : 'split'} onKeyDown={stepBack}>
        <div ref={list} className="deployments-list">
          {!alone && <div className="tool-row" role="search" aria-label="Deployments" data-region>
            <SearchInput
              filter label="Filter deployments" placeholder="Filter by version, commit, person, status" value={query.text} onChange={(text) => change({ text: text.slice(0, 500) })}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
                event.preventDefault()
                list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
              }}
            />
            <EnvironmentFilter environments={environments} chosen={query.environment} onChoose={(environment) => change({ environment })} />
          </div>}
          <DeploymentsTable pages={pages} query={query} onQuery={change} choice={choice} failing={failing} onRecord={record} />
        </div>
        {!alone && <DeploymentPane id={choice.id} waiting={!pages.loaded} failing={failing} />}
      </div>
      {recording && <RecordDialog environment={query.environment} environments={environments} onClose={() => setRecording(false)} onRecorded={choice.chooseId} />}
    </>
  )
}

/** The environments whose current deployment fails now. */
function useFailing(): ReadonlySet<string> {
  const lanes = useProject(({ overview }) => overview?.lanes)
  return useMemo(() => new Set(lanes?.filter(({ state }) => state === 'failing').map(({ environment }) => environment)), [lanes])
}
