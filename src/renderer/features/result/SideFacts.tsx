import type { ReactNode } from 'react'
import type { ResultView } from '../../../domain/views'
import { shortHash } from '../../../domain/text'
import { Facts } from '../../components/Pane'
import { State } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { Went } from '../../components/Went'
import { formatBytes } from '../../format'
import { signatureLook } from '../../signatures'
import { useProject } from '../../stores/project'
import { checkWords, hashDigits } from '../../../domain/verdict'

/** This run, why, the way back, and its record. */
export function SideFacts({ view }: { readonly view: ResultView }) {
  return (
    <div className="result-side">
      <ThisRun view={view} />
      <Block title="Why"><p className="sec result-why"><UserText>{view.header.reason}</UserText></p></Block>
      <WayBack view={view} />
      <Record view={view} />
    </div>
  )
}

function Block({ title, state, children }: { readonly title: string; readonly state?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="side-block">
      <div className="rowflex"><h2>{title}</h2><span className="spacer" />{state}</div>
      {children}
    </section>
  )
}

const VIA = { window: '', cli: ', command line', library: ', another program' } as const

function ThisRun({ view }: { readonly view: ResultView }) {
  const { header, steps } = view
  const { plan, actor } = header
  return (
    <Block title="This run">
      <Facts facts={[
        ['Run', <span key="run" className="mono">{header.runId}</span>],
        ['By', <UserText key="by">{`${actor.user}, ${actor.host}${VIA[header.via]}`}</UserText>],
        ['Went', <Went key="went" went={plan} nothing="nothing recorded" />],
        ['Plan', <span key="plan" className="mono" title={plan.hash}>{shortHash(plan.hash)}</span>],
        ['Steps', `${steps.done} of ${steps.total} done`],
        ['Checks', checkWords(view)]
      ]} />
    </Block>
  )
}

const LOST = { gone: ['skipped', 'Gone'], damaged: ['failed', 'Damaged'], 'not-restorable': ['failed', 'Not restorable'] } as const

function SnapshotState({ lost }: { readonly lost: ResultView['snapshotLost'] }) {
  if (lost === null) return <State kind="verified" />
  const [kind, word] = LOST[lost.state]
  return <State kind={kind}>{word}</State>
}

function WayBack({ view: { header, snapshot, snapshotLost, cannotUndo } }: { readonly view: ResultView }) {
  const { environment, from } = header.plan
  if (snapshot === null) return <Block title="Way back"><p className="sec">{cannotUndo === null ? 'No snapshot was taken.' : <UserText>{cannotUndo}</UserText>}</p></Block>
  return (
    <Block title="Way back" state={<SnapshotState lost={snapshotLost} />}>
      <p className="sec">
        A snapshot of <UserText>{environment}</UserText> as it was before the run, {formatBytes(snapshot.bytes)}, verified <Time at={snapshot.verifiedAt} style="clock-second" />.{' '}
        {cannotUndo === null ? <>Undo brings <UserText>{from?.version ?? 'it'}</UserText> back.</> : <UserText>{cannotUndo}</UserText>}
        {snapshotLost !== null && snapshotLost.why !== cannotUndo && <> <UserText>{snapshotLost.why}</UserText></>}
      </p>
    </Block>
  )
}

/** As the chain was last looked at; a damaged one says so on the History screen too. */
function Chain() {
  const history = useProject(({ overview }) => overview?.history)
  if (history === undefined) return null
  switch (history.chain) {
    case 'verified': return <State kind="verified">Chain verified</State>
    case 'verifying': return <State kind="in-progress">Verifying</State>
    case 'broken': return <State kind="failed">Not verified</State>
  }
}

function Record({ view: { record: row } }: { readonly view: ResultView }) {
  if (row === null) return <Block title="History"><p className="sec">The history here has no record of this run.</p></Block>
  const { record, trusted, signature } = row
  const { kind, word } = signatureLook(signature, null)
  return (
    <Block title="History" state={<Chain />}>
      <Facts facts={[
        ['Record', trusted ? String(record.number) : <State key="record" kind="failed">{`${record.number}, not trusted`}</State>],
        ['Hash', <span key="hash" className="mono" title={record.hash}>{hashDigits(record.hash)}</span>],
        ['Follows', <span key="follows" className="mono" title={record.previous}>{record.number === 1 ? 'nothing' : `${record.number - 1}, ${hashDigits(record.previous)}`}</span>],
        ['Signature', <State key="signature" kind={kind} title={'key' in signature ? signature.key : undefined}><UserText>{word}</UserText></State>]
      ]} />
    </Block>
  )
}
