import { ArrowRight, ScrollText, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { downBeforeWords, staysDownWords } from '../../../domain/down'
import { isReadable } from '../../../domain/history'
import type { HistoryEntry } from '../../../domain/run'
import type { HistoryRow } from '../../../domain/views'
import { wentWords } from '../../../domain/went'
import { Button } from '../../components/Button'
import { CopyButton } from '../../components/CopyButton'
import { Facts, Pane } from '../../components/Pane'
import { State, StateTag } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatClock, formatCount } from '../../format'
import { outcomeLook } from '../../outcomes'
import { signatureLook } from '../../signatures'
import { useNavigation } from '../../stores/navigation'
import { SinceItEnded } from './SinceItEnded'

export interface RecordPaneProps {
  readonly row: HistoryRow
  readonly allowedSigners: string | null
  readonly onClose: () => void
}

/** One record: who, what, when, why, how it ended, and what vouches for it. */
export function RecordPane({ row, allowedSigners, onClose }: RecordPaneProps) {
  const { record, trusted } = row
  const { entry, number } = record
  return (
    <Pane label={`Record ${number}`}>
      <div className="record-head">
        <h2 className="t20">Record {number}</h2>
        <span className="spacer" />
        <Button kind="quiet" icon={X} iconOnly onClick={onClose}>Close record</Button>
      </div>
      {!trusted && <p className="record-distrust"><State kind="failed">Not trusted</State> <span className="sec">The history does not hold here. What stands below, or what is shown of its run, may not be what was written.</span></p>}
      {isReadable(record) ? <><What row={row} /><Why row={row} /><SinceItEnded entry={entry} /><Evidence row={row} /></> : <p className="sec">What stands in its place cannot be read. It was of run <UserText className="mono">{entry.runId}</UserText> in <UserText>{entry.environment}</UserText>.</p>}
      <Proof row={row} allowedSigners={allowedSigners} />
    </Pane>
  )
}

const VIA = { window: 'the window', cli: 'the command line', library: 'another program' } as const
const KINDS = { full: 'Rollback', partial: 'Rollback of some services', undo: 'Undo' } as const

function What({ row: { record: { entry }, undoneBy } }: { readonly row: HistoryRow }) {
  const go = useNavigation((state) => state.go)
  const { kind, word } = outcomeLook(entry.outcome, undoneBy)
  const { left, to } = wentWords(entry)
  const from = entry.from === null ? 'nothing recorded' : left
  return (
    <section>
      <p className="record-versions strong">
        {from !== null && <><UserText className="sec">{from}</UserText><ArrowRight className="icon icon-14" aria-hidden="true" /><span className="sr"> to </span></>}<UserText>{to}</UserText>
      </p>
      <p className="wrap"><StateTag kind={kind}>{word}</StateTag><span className="sec">{KINDS[entry.kind]} in <UserText>{entry.environment}</UserText></span></p>
      <Facts facts={[
        ['Started', <Time key="started" at={entry.startedAt} style="second" />], ['Ended', <Time key="ended" at={entry.finishedAt} style="second" />],
        ['Took', formatClock(entry.duration)], ['Down', <UserText key="down">{downOf(entry)}</UserText>],
        ['Steps', `${entry.steps.done} of ${entry.steps.total} done`], ['Data', entry.data === 'restore' ? 'restored' : 'kept'],
        ['Undoes', entry.undoes === null ? undefined : <RunLink key="undoes" runId={entry.undoes} />], ['Undone by', undoneBy === null ? undefined : <RunLink key="undone" runId={undoneBy} />]
      ]} />
      <p><Button icon={ScrollText} onClick={() => go({ screen: 'result', runId: entry.runId })}>Open result</Button></p>
    </section>
  )
}

function downOf({ downtime, downBefore = [], staysDown = [] }: HistoryEntry): string {
  const nothing = staysDown.length > 0 ? null : 'no service was taken down'
  return [downtime === null ? nothing : formatClock(downtime), downBeforeWords(downBefore), staysDownWords(staysDown)].filter((part) => part !== null).join('; ')
}

function RunLink({ runId }: { readonly runId: string }) {
  const go = useNavigation((state) => state.go)
  return <button type="button" className="link mono" onClick={() => go({ screen: 'result', runId })}><UserText>{runId}</UserText></button>
}

function Why({ row: { record: { entry } } }: { readonly row: HistoryRow }) {
  return (
    <Part title="Who and why">
      <p className="record-why"><UserText>{entry.reason.trim() === '' ? 'No reason was given.' : entry.reason}</UserText></p>
      <Facts facts={[
        ['By', <UserText key="by">{`${entry.actor.user} on ${entry.actor.host}`}</UserText>], ['From', VIA[entry.via]],
        ['Services', <UserText key="services">{entry.services.join(', ')}</UserText>],
        ['Overridden', entry.forced.length === 0 ? 'no check' : <UserText key="forced" className="warn">{entry.forced.join(', ')}</UserText>]
      ]} />
    </Part>
  )
}

function Evidence({ row: { record: { entry } } }: { readonly row: HistoryRow }) {
  return (
    <Part title="Plan and warnings">
      <Facts facts={[['Run', <UserText key="run" className="mono">{entry.runId}</UserText>], ['Plan', <Hash key="plan" hash={entry.planHash} what="Plan hash" />]]} />
      {entry.warnings.length === 0 ? <p className="mut">No warning.</p> : (
        <details>
          <summary>{formatCount(entry.warnings.length, 'warning')}</summary>
          <ul className="record-warnings">{entry.warnings.map((warning, index) => <li key={index}><UserText>{warning}</UserText></li>)}</ul>
        </details>
      )}
    </Part>
  )
}

function Proof({ row: { record, signature }, allowedSigners }: Pick<RecordPaneProps, 'row' | 'allowedSigners'>) {
  const { kind, word, sentence } = signatureLook(signature, allowedSigners)
  return (
    <Part title="What vouches for it">
      <p><State kind={kind}><UserText>{word}</UserText></State></p>
      <p className="sec"><UserText>{sentence}</UserText></p>
      <Facts facts={[
        ['Key', 'key' in signature ? <span key="key" className="mono t12 selectable">{signature.key}</span> : undefined],
        ['Hash', isReadable(record) ? <Hash key="hash" hash={record.hash} what="Hash" /> : undefined],
        ['Follows', !isReadable(record) ? undefined : record.number === 1 ? 'nothing: it is the first' : <Hash key="follows" hash={record.previous} what="Hash of the record before" />]
      ]} />
    </Part>
  )
}

/** All digits of it can be copied; the first are enough to compare at sight. */
function Hash({ hash, what }: { readonly hash: string; readonly what: string }) {
  return <span className="record-hash"><span className="mono t12" title={hash}>{(hash.match(/.{4}/g) ?? []).slice(0, 4).join(' ')}</span> <CopyButton iconOnly kind="quiet" label={`Copy ${what.toLowerCase()}`} text={hash} said={`${what} copied.`} /></span>
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <section><h3>{title}</h3>{children}</section>
}
