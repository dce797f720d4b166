import type { AskedObserved } from '../../../domain/run'
import type { ResultView } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { WrappedPath } from '../../components/PathText'
import { State } from '../../components/State'
import type { StateKind } from '../../components/states'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { shownProof } from './proof'

/** What was asked for and what was observed, side by side, with the proof. */
export function AskedTable({ view: { result } }: { readonly view: ResultView }) {
  return (
    <Panel title="Asked and observed" actions={<span className="mut t12">last asked <Time at={result.finishedAt} style="clock-second" /></span>}>
      {result.asked.length === 0 ? <NothingAsked /> : (
        <table className="table table--flush table--wrap asked">
          <thead><tr><th scope="col">Service</th><th scope="col">Asked for</th><th scope="col">Observed</th><th scope="col">Proof</th></tr></thead>
          <tbody>{result.asked.map((row) => <Row key={`${row.kind} ${row.subject}`} row={row} />)}</tbody>
        </table>
      )}
    </Panel>
  )
}

function NothingAsked() {
  return <p className="pad sec">The run ended before anything was asked. Overview shows what runs now.</p>
}

function Row({ row }: { readonly row: AskedObserved }) {
  return (
    <tr>
      <td><Two strong={row.subject} detail={row.what} /></td>
      <td><Two strong={row.asked} detail={row.askedDetail} mono={row.kind === 'service'} /></td>
      <td>
        <State kind={kindOf(row)}><b><UserText>{row.observed}</UserText></b></State>
        {row.ok && row.proven !== 'proven' && <span className="block t12 mut">{row.proven === 'seen' ? 'seen, not proven from outside' : 'not proven'}</span>}
        <Detail text={row.observedDetail} />
      </td>
      <td>{row.proof.length === 0 ? <span className="mut">none</span> : row.proof.map((line, index) => <span key={index} className="mono block" title={visibleText(line)}><WrappedPath>{shownProof(line)}</WrappedPath></span>)}</td>
    </tr>
  )
}

/** Green is only for what is proven. */
function kindOf({ ok, proven }: AskedObserved): StateKind {
  if (!ok) return 'failed'
  return proven === 'proven' ? 'done' : 'unknown'
}

function Two({ strong, detail, mono }: { readonly strong: string; readonly detail: string; readonly mono?: boolean }) {
  return <><span className="strong block"><UserText>{strong}</UserText></span><Detail text={detail} mono={mono} /></>
}

function Detail({ text, mono }: { readonly text: string; readonly mono?: boolean }) {
  return text === '' ? null : <span className={mono ? 'mono mut block' : 't12 mut block'}>{mono ? <WrappedPath>{text}</WrappedPath> : <UserText>{text}</UserText>}</span>
}
