import { useMemo } from 'react'
import type { TargetRow } from '../../../domain/views'
import { State } from '../../components/State'
import type { StateKind } from '../../components/states'
import { Table, type Column } from '../../components/Table'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAge } from '../../format'
import { withTarget } from './draft'
import { edit, useGuide } from './guide-store'
import { STEP_HEADING } from './StepHeading'

const ENDED: Readonly<Record<TargetRow['ended'], StateKind>> = {
  healthy: 'healthy', unhealthy: 'failing', doubtful: 'warning', unknown: 'unknown', 'left-by-rollback': 'rolled-back', failed: 'failed', current: 'current', 'in-progress': 'in-progress'
}

/** The deployments of the environment; arrow keys choose. */
export function TargetTable({ rows, environment }: { readonly rows: readonly TargetRow[]; readonly environment: string }) {
  const chosen = useGuide(({ draft }) => draft.deploymentId)
  const columns = useMemo(() => columnsFor(chosen), [chosen])
  const selected = rows.findIndex(({ deploymentId }) => deploymentId === chosen)
  const choose = (index: number): void => {
    const row = nearestAvailable(rows, index, selected)
    if (row) edit((draft) => withTarget(draft, row.deploymentId))
  }
  return (
    <Table
      label={`Deployments of ${environment} to go back to`} columns={columns} wide rowCount={rows.length}
      rowAt={(index) => rows[index]} selected={selected} startAt={Math.max(0, selected)} describedBy={STEP_HEADING} onSelect={choose}
    />
  )
}

/** Rows whose release is gone are passed over, in the direction that the selection moves. */
export function nearestAvailable(rows: readonly TargetRow[], index: number, selected: number): TargetRow | undefined {
  const step = index < selected ? -1 : 1
  for (let at = index; at >= 0 && at < rows.length; at += step) {
    if (rows[at]?.available) return rows[at]
  }
  return undefined
}

function columnsFor(chosen: string | null): readonly Column<TargetRow>[] {
  return [
    { id: 'chosen', title: 'To', width: 56, cell: (row) => <RadioMark on={row.deploymentId === chosen} available={row.available} /> },
    { id: 'version', title: 'Version', width: 128, className: 'strong', text: ({ version }) => version },
    { id: 'deployed', title: 'Deployed', width: 112, className: 'sec', cell: (row) => <Time at={row.timestamp} /> },
    { id: 'ran', title: 'Ran for', width: 80, numeric: true, className: 'sec', cell: (row) => (row.ranFor === null ? '–' : formatAge(row.ranFor)) },
    { id: 'ended', title: 'How it ended', cell: ended },
    { id: 'record', title: 'Record', width: 128, optional: true, className: 'mono mut', text: ({ deploymentId }) => deploymentId }
  ]
}

function ended(row: TargetRow) {
  return <State kind={stateOf(row)} title={row.endedText}><UserText>{row.endedText}</UserText></State>
}

function stateOf({ ended: how, available, altered }: TargetRow): StateKind {
  if (altered) return 'warning'
  return available || how === 'current' || how === 'in-progress' ? ENDED[how] : 'failed'
}

function RadioMark({ on, available }: { readonly on: boolean; readonly available: boolean }) {
  const state = on ? ' is-on' : available ? '' : ' is-off'
  return (
    <span className="guide-radio-place">
      <span className={`guide-radio${state}`} aria-hidden="true" />
      <span className="sr">{on ? 'chosen' : available ? '' : 'not possible'}</span>
    </span>
  )
}
