import { ArrowRight } from 'lucide-react'
import type { HistoryRow } from '../../../domain/views'
import { State } from '../../components/State'
import type { Column } from '../../components/Table'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatClock } from '../../format'
import { outcomeLook } from '../../outcomes'

const clock = (ms: number | null): string => (ms === null ? '–' : formatClock(ms))

export const COLUMNS: readonly Column<HistoryRow>[] = [
  { id: 'ended', title: 'Ended', width: 172, cell: (row) => <Ended row={row} /> },
  { id: 'started', title: 'Started', width: 104, className: 'sec', cell: ({ record }) => <Time at={record.entry.startedAt} /> },
  { id: 'environment', title: 'Environment', width: 104, cell: ({ record }) => <UserText clip>{record.entry.environment}</UserText> },
  { id: 'versions', title: 'From and to', width: '4fr', cell: (row) => <Versions row={row} /> },
  { id: 'why', title: 'Why', width: '5fr', className: 'sec', cell: ({ record }) => <Why reason={record.entry.reason} /> },
  { id: 'by', title: 'By', width: 88, className: 'sec', cell: ({ record }) => <UserText clip>{record.entry.actor.user}</UserText> },
  { id: 'took', title: 'Took', width: 64, numeric: true, className: 'sec', cell: ({ record }) => clock(record.entry.duration) },
  { id: 'down', title: 'Down', width: 64, numeric: true, optional: true, className: 'sec', cell: ({ record }) => clock(record.entry.downtime) },
  { id: 'record', title: 'Record', width: 76, numeric: true, className: 'mut', cell: ({ record }) => formatAmount(record.number) }
]

function Ended({ row: { record, undoneBy } }: { readonly row: HistoryRow }) {
  const { kind, word } = outcomeLook(record.entry.outcome, undoneBy)
  return <State kind={kind} title={undoneBy === null ? undefined : `Undone by ${undoneBy}`}>{word}</State>
}

function Versions({ row: { record: { entry } } }: { readonly row: HistoryRow }) {
  return (
    <span className="history-versions">
      {entry.from && <UserText clip className="sec">{entry.from.version}</UserText>}
      <ArrowRight className="icon icon-14" aria-hidden="true" />
      <span className="sr"> to </span>
      <UserText clip className="strong">{entry.to.version}</UserText>
    </span>
  )
}

function Why({ reason }: { readonly reason: string }) {
  return reason.trim() === '' ? '–' : <UserText clip>{reason}</UserText>
}
