import { Undo2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { DeploymentRow } from '../../../domain/views'
import { State } from '../../components/State'
import type { Column } from '../../components/Table'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatClock } from '../../format'
import { endedLook, type EndedLook } from './looks'

/** A commit's hash, which its first 7 digits stand for. */
const DIGITS = /^([0-9a-f]{7})[0-9a-f]+$/

/** The columns of the table; environments that are failing now say so in their current row. */
export function columnsFor(failing: ReadonlySet<string>): readonly Column<DeploymentRow>[] {
  return [
    { id: 'status', title: 'Ended', width: 124, sortable: true, cell: (row) => <Ended row={row} failing={failing.has(row.environment)} /> },
    { id: 'version', title: 'Version', width: '9fr', sortable: true, className: 'strong', text: ({ version }) => version },
    { id: 'environment', title: 'Environment', width: '16fr', sortable: true, text: ({ environment }) => environment, cell: marked },
    { id: 'timestamp', title: 'Deployed', width: '12fr', sortable: true, className: 'sec', cell: ({ timestamp }) => <Time at={timestamp} /> },
    { id: 'duration', title: 'Took', width: 76, sortable: true, numeric: true, className: 'sec', text: ({ duration }) => (duration === null ? null : formatClock(duration)) },
    { id: 'strategy', title: 'Strategy', width: 88, optional: true, className: 'sec', text: ({ strategy }) => strategy, cell: rolledBack },
    { id: 'actor', title: 'By', width: '7fr', sortable: true, className: 'sec', text: ({ actor }) => actor },
    { id: 'commit', title: 'Commit', width: 72, optional: true, className: 'mono mut', text: ({ commit }) => commit?.replace(DIGITS, '$1') ?? null }
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

/** Of what runs and of the way back, which say so. */
function marked({ environment, mark }: DeploymentRow): ReactNode {
  if (mark === null) return undefined
  return (
    <span className="deployment-environment">
      <UserText clip>{environment}</UserText>
      {mark === 'current' ? <span className="t12 mut">· current</span> : <span className="t12 run">· way back</span>}
    </span>
  )
}

const rolledBack = ({ rollback }: DeploymentRow): ReactNode =>
  (rollback ? <span className="rowflex"><Undo2 className="icon icon-14" aria-hidden="true" />rollback</span> : undefined)
