import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { PathText } from '../../components/PathText'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatCount } from '../../format'

type Releases = Comparison['releases']

/** What each service runs now and what it will run, and whether that still exists. */
export function ReleasesPanel({ comparison: { releases }, target }: { readonly comparison: Comparison; readonly target: string }) {
  if (releases.length === 0) return <Panel title="Releases"><p className="pad sec">No service is part of this rollback.</p></Panel>
  // Where all are there the panel says so: then where each one is stands in a tooltip.
  const isTold = releases.some((release) => !isThere(release))
  return (
    <Panel
      title="Releases"
      actions={<Whether releases={releases} target={target} />}
    >
      <table className="table table--flush">
        <colgroup><col className="releases-name" /><col /><col />{isTold && <col className="releases-detail" />}</colgroup>
        <thead className="sr"><tr><th>Service</th><th>Goes away</th><th>Comes back</th>{isTold && <th>Detail</th>}</tr></thead>
        <tbody>
          {releases.map(({ service, away, back, change, ...found }) => (
            <tr key={service}>
              <td className="strong"><UserText clip>{service}</UserText></td>
              {change === 'none'
                ? <td className="sec" colSpan={2} title={visibleText(away)}><UserText>{away}</UserText> stays</td>
                : <Ways away={away} back={back} where={detailOf(found)} />}
              {isTold && <td className="num mut"><Detail {...found} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Whether({ releases, target }: { readonly releases: Releases; readonly target: string }) {
  const gone = releases.filter(({ available }) => !available).length
  const altered = releases.filter((release) => release.altered).length
  if (gone > 0) return <State kind="failed">{`${formatCount(gone, 'release')} ${gone === 1 ? 'is' : 'are'} gone`}</State>
  if (altered > 0) return <State kind="warning">{`${formatCount(altered, 'release')} ${altered === 1 ? 'was' : 'were'} changed`}</State>
  return <State kind="passed">{releases.length === 1 ? 'That of' : `All ${releases.length} of`} <UserText>{target}</UserText>{releases.length === 1 ? ' is there' : ' are there'}</State>
}

type Found = Pick<Releases[number], 'available' | 'altered' | 'detail'>

const isThere = ({ available, altered }: Pick<Found, 'available' | 'altered'>): boolean => available && !altered

const detailOf = ({ altered, detail }: Found): string => (altered ? `changed: ${detail}` : detail)

function Detail(found: Found) {
  const text = detailOf(found)
  if (isThere(found)) return <PathText>{text}</PathText>
  return <State kind={found.available ? 'warning' : 'failed'} title={text}><UserText>{text}</UserText></State>
}

function Ways({ away, back, where }: Pick<Releases[number], 'away' | 'back'> & { readonly where: string }) {
  return (
    <>
      <td className="mono away"><span className="release-way">− <PathText>{away}</PathText></span></td>
      <td className="mono back" title={visibleText(where)}><span className="release-way">+ <PathText>{back}</PathText></span></td>
    </>
  )
}
