import { ArrowRight, Shield, ShieldAlert, ShieldCheck } from 'lucide-react'
import { isReadable } from '../../../domain/history'
import type { HistoryRow } from '../../../domain/views'
import { wentWords } from '../../../domain/went'
import { State } from '../../components/State'
import type { Column } from '../../components/Table'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatClock } from '../../format'
import { outcomeLook } from '../../outcomes'

const clock = (ms: number | null): string | null => (ms === null ? null : formatClock(ms))

export const COLUMNS: readonly Column<HistoryRow>[] = [
  { id: 'ended', title: 'Ended', width: 188, cell: (row) => <Ended row={row} /> },
  { id: 'started', title: 'Started', width: 104, className: 'sec', cell: ({ record }) => <Time at={record.entry.startedAt} /> },
  { id: 'environment', title: 'Environment', width: 104, text: ({ record }) => record.entry.environment },
  { id: 'versions', title: 'From and to', width: '4fr', cell: (row) => <Versions row={row} /> },
  { id: 'why', title: 'Why', width: '5fr', className: 'sec', text: ({ record }) => record.entry.reason },
  { id: 'by', title: 'By', width: 88, className: 'sec', text: ({ record }) => record.entry.actor.user },
  { id: 'took', title: 'Took', width: 64, numeric: true, className: 'sec', text: ({ record }) => clock(record.entry.duration) },
  { id: 'down', title: 'Down', width: 64, numeric: true, optional: true, className: 'sec', text: ({ record }) => clock(record.entry.downtime) },
  { id: 'record', title: 'Record', width: 76, numeric: true, className: 'mut', cell: (row) => <RecordNumber row={row} /> }
]

/** What the pane says as well leaves. */
const LEAVES = ['by', 'took', 'down']
export const BESIDE_PANE: readonly Column<HistoryRow>[] = COLUMNS.filter(({ id }) => !LEAVES.includes(id))

function Ended({ row: { record, undoneBy } }: { readonly row: HistoryRow }) {
  if (!isReadable(record)) return <State kind="failed">Not readable</State>
  const { kind, word } = outcomeLook(record.entry.outcome, undoneBy)
  return <State kind={kind} title={undoneBy === null ? undefined : `Undone by ${undoneBy}`}>{word}</State>
}

function Versions({ row: { record: { entry } } }: { readonly row: HistoryRow }) {
  const { left, to } = wentWords(entry)
  return (
    <span className="history-versions">
      {left !== null && <UserText clip className="sec">{left}</UserText>}
      {(left !== null || entry.from === null) && <ArrowRight className="icon icon-14" aria-hidden="true" />}
      <span className="sr"> to </span>
      <UserText clip className="strong">{to}</UserText>
    </span>
  )
}

const SIGNS = {
  listed: { icon: ShieldCheck, word: 'signed' }, key: { icon: Shield, word: 'signed, signer not listed' }, unchecked: { icon: Shield, word: 'signed, not checked yet' }, bad: { icon: ShieldAlert, word: 'signature does not match' }
} as const

/** With a shield when it is signed, or not trusted. */
function RecordNumber({ row: { record, trusted, signature } }: { readonly row: HistoryRow }) {
  const sign = !trusted ? { icon: ShieldAlert, word: 'not trusted' } : signature.state === 'none' ? undefined : SIGNS[signature.state]
  return (
    <span className={trusted ? 'history-number' : 'history-number fail'} title={sign?.word}>
      {sign && <><sign.icon className="icon icon-14" aria-hidden="true" /><span className="sr">{sign.word}, record </span></>}
      {formatAmount(record.number)}
    </span>
  )
}
