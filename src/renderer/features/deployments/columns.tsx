import { Undo2 } from 'lucide-react'
import { memo } from 'react'
import type { DeploymentRow } from '../../../domain/views'
import { State } from '../../components/State'
import type { Column } from '../../components/Table'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatClock } from '../../format'
import { endedLook, type EndedLook } from './looks'

/** The columns of the table; environments that are failing now say so in their current row. */
export function columnsFor(failing: ReadonlySet<string>): readonly Column<DeploymentRow>[] {
  return [
    { id: 'status', title: 'Ended', width: 124, sortable: true, cell: (row) => <Ended row={row} failing={failing.has(row.environment)} /> },
    { id: 'version', title: 'Version', width: '9fr', sortable: true, className: 'strong', cell: ({ version }) => <UserText clip>{version}</UserText> },
    { id: 'environment', title: 'Environment', width: '16fr', sortable: true, cell: (row) => <Environment row={row} /> },
    { id: 'timestamp', title: 'Deployed', width: '12fr', sortable: true, className: 'sec', cell: ({ timestamp }) => <Time at={timestamp} /> },
    { id: 'duration', title: 'Took', width: 60, sortable: true, numeric: true, className: 'sec', cell: ({ duration }) => (duration === null ? '–' : formatClock(duration)) },
    { id: 'strategy', title: 'Strategy', width: 88, optional: true, className: 'sec', cell: (row) => <Strategy row={row} /> },
    { id: 'actor', title: 'By', width: '7fr', sortable: true, className: 'sec', cell: ({ actor }) => <Maybe text={actor} /> },
    { id: 'commit', title: 'Commit', width: 72, optional: true, className: 'mono mut', cell: ({ commit }) => <Maybe text={commit} short={7} /> }
  ]
}

/** How it ended, as a state. */
export function Ended({ row, failing }: { readonly row: DeploymentRow; readonly failing: boolean }) {
  return <EndedState {...endedLook(row, failing)} health={row.healthStatus ?? undefined} />
}

/** With a key in the filter most rows become others, and nearly all of them ended alike. */
const EndedState = memo(function EndedState({ kind, word, health }: EndedLook & { readonly health: string | undefined }) {
  return <State kind={kind} title={health}>{word === undefined ? undefined : <UserText>{word}</UserText>}</State>
})

function Environment({ row: { environment, mark } }: { readonly row: DeploymentRow }) {
  return (
    <span className="deployment-environment">
      <UserText clip>{environment}</UserText>
      {mark === 'current' && <span className="t12 mut">· current</span>}
      {mark === 'way-back' && <span className="t12 run">· way back</span>}
    </span>
  )
}

function Strategy({ row: { rollback, strategy } }: { readonly row: DeploymentRow }) {
  if (!rollback) return <Maybe text={strategy} />
  return <span className="rowflex"><Undo2 className="icon icon-14" aria-hidden="true" />rollback</span>
}

function Maybe({ text, short }: { readonly text: string | null; readonly short?: number }) {
  if (text === null || text === '') return '–'
  return <UserText clip>{short === undefined || !/^[0-9a-f]{8,}$/.test(text) ? text : text.slice(0, short)}</UserText>
}
