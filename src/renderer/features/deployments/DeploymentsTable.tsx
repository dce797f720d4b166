import { useMemo } from 'react'
import { Button } from '../../components/Button'
import { Code } from '../../components/Command'
import { Empty, Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { Table } from '../../components/Table'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useProject } from '../../stores/project'
import { columnsFor } from './columns'
import type { DeploymentPages, RowsQuery } from './deployment-pages'
import { RestoreCopy } from '../registry/RestoreCopy'
import { whyNotBack } from './looks'
import type { Choice } from './useDeployments'

export interface DeploymentsTableProps {
  readonly pages: DeploymentPages
  readonly query: RowsQuery
  readonly onQuery: (part: Partial<RowsQuery>) => void
  readonly choice: Choice
  readonly failing: ReadonlySet<string>
  readonly onRecord: () => void
}

const NAMES: Readonly<Record<RowsQuery['sort'], readonly [descending: string, ascending: string]>> = {
  timestamp: ['newest first', 'oldest first'],
  version: ['by version, highest first', 'by version, lowest first'],
  environment: ['by environment, Z to A', 'by environment, A to Z'],
  status: ['by how they ended, Z to A', 'by how they ended, A to Z'],
  duration: ['longest first', 'shortest first'],
  actor: ['by person, Z to A', 'by person, A to Z']
}

/** The rows, or what stands in their place. */
export function DeploymentsTable(props: DeploymentsTableProps) {
  const { pages, query, onQuery, choice, failing } = props
  const columns = useMemo(() => columnsFor(failing), [failing])
  const go = useNavigation((state) => state.go)
  const writable = useProject(({ project }) => project?.writable ?? true)
  const again = <><Button onClick={() => pages.reload()}>Read again</Button>{pages.problem && <RestoreCopy problem={pages.problem} />}</>
  if (!pages.loaded) return pages.problem ? <ProblemEmpty problem={pages.problem} actions={again} /> : <Loading label="Reading the registry" lines={8} />
  const open = (index: number): void => {
    const row = pages.rowAt(index)
    if (row && whyNotBack(row, writable) === undefined) go({ screen: 'guide', environment: row.environment, deploymentId: row.id })
    else document.querySelector<HTMLElement>('.pane')?.focus()
  }
  return (
    <div className="deployments-rows">
      {pages.problem && <div className="pad"><ProblemBanner problem={pages.problem} actions={again} /></div>}
      {pages.matching === 0 ? <Nothing {...props} /> : (
        <Table
          label={`Deployments, ${NAMES[query.sort][query.descending ? 0 : 1]}`} columns={columns} rowCount={pages.matching} rowAt={pages.rowAt}
          selected={choice.index} startAt={choice.startAt} onSelect={choice.choose} onOpen={open} onVisible={pages.see} turn={pages.turn}
          sort={{ column: query.sort, descending: query.descending }} onSort={({ column, descending }) => onQuery({ sort: column as RowsQuery['sort'], descending })}
        />
      )}
    </div>
  )
}

function Nothing({ pages, query, onQuery, onRecord }: DeploymentsTableProps) {
  if (pages.total > 0) {
    const { text, environment } = query
    return (
      <Empty title="No deployment matches" actions={<Button onClick={() => onQuery({ text: '', environment: null })}>Show all</Button>}>
        <p>Nothing recorded{environment !== null && <> for <UserText>{environment}</UserText></>}{text !== '' && <> has “<UserText>{text}</UserText>” in its version, commit, person or status</>}.</p>
      </Empty>
    )
  }
  return (
    <Empty title="No deployment was recorded yet" actions={<Button onClick={onRecord}>Record…</Button>}>
      <p>There is nothing to go back to. Record one here, or at the end of each deployment:</p>
      <Code>backstep record --env staging --version v1.0.0</Code>
    </Empty>
  )
}
