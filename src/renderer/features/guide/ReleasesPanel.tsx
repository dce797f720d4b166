import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatCount } from '../../format'

/** What each service runs now and what it will run, and whether that still exists. */
export function ReleasesPanel({ comparison: { releases }, target }: { readonly comparison: Comparison; readonly target: string }) {
  const gone = releases.filter(({ available }) => !available).length
  if (releases.length === 0) return <Panel title="Releases"><p className="pad sec">Every service already runs the release of the target.</p></Panel>
  return (
    <Panel
      title="Releases"
      actions={gone === 0
        ? <State kind="passed">{releases.length === 1 ? 'That of' : `All ${releases.length} of`} <UserText>{target}</UserText>{releases.length === 1 ? ' is there' : ' are there'}</State>
        : <State kind="failed">{`${formatCount(gone, 'release')} ${gone === 1 ? 'is' : 'are'} gone`}</State>}
    >
      <table className="table table--flush">
        <colgroup><col className="releases-name" /><col /><col /><col className="releases-detail" /></colgroup>
        <thead className="sr"><tr><th>Service</th><th>Goes away</th><th>Comes back</th><th>Detail</th></tr></thead>
        <tbody>
          {releases.map(({ service, away, back, available, detail }) => (
            <tr key={service}>
              <td className="strong"><UserText clip>{service}</UserText></td>
              <td className="mono away" title={visibleText(away)}>{away !== '' && <>− <UserText>{away}</UserText></>}</td>
              <td className="mono back" title={visibleText(back)}>{back !== '' && <>+ <UserText>{back}</UserText></>}</td>
              <td className="num mut" title={visibleText(detail)}>{available ? <UserText>{detail}</UserText> : <State kind="failed"><UserText>{detail}</UserText></State>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
