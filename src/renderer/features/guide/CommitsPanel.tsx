import { shortCommit } from '../../../domain/text'
import type { Commit, Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount, formatCount } from '../../format'
import { edit } from './guide-store'

const SHORT = 6

/** Commits that are left out by going back. */
export function CommitsPanel({ comparison: { commits }, short }: { readonly comparison: Comparison; readonly short?: boolean }) {
  if (commits === null) return <Panel title="Commits"><p className="pad sec">The registry does not say which commits these versions are.</p></Panel>
  const shown = short ? commits.away.slice(0, SHORT) : commits.away
  const all = `Show all ${formatAmount(commits.total)}`
  return (
    <Panel
      title="Commits that go away"
      count={<CountWords commits={commits} />}
      actions={shown.length < commits.away.length ? <button type="button" className="link" onClick={() => edit({ tab: 'commits' })}>{all}</button> : undefined}
    >
      {commits.total === 0 ? <p className="pad sec">No commit lies between the two.</p> : <CommitTable commits={shown} />}
      {!short && commits.truncated && <p className="callout callout--first sec"><span /><span>{`Only the newest ${formatAmount(commits.away.length)} are listed.`}</span></p>}
    </Panel>
  )
}

function CountWords({ commits }: { readonly commits: NonNullable<Comparison['commits']> }) {
  const newest = commits.away[0]
  const oldest = commits.away.at(-1)
  if (!newest || !oldest) return null
  return (
    <>
      {`${formatAmount(commits.total)}, by ${formatCount(commits.people, 'person', 'people')}, `}
      {!commits.truncated && newest !== oldest && <><Time at={oldest.at} style="day" /> to </>}<Time at={newest.at} style="day" />
    </>
  )
}

function CommitTable({ commits }: { readonly commits: readonly Commit[] }) {
  return (
    <table className="table table--flush">
      <colgroup><col className="commit-hash" /><col /><col className="commit-author" /><col className="commit-hash" /></colgroup>
      <thead className="sr"><tr><th>Commit</th><th>Subject</th><th>Author</th><th>Day</th></tr></thead>
      <tbody>
        {commits.map(({ hash, subject, author, at }) => (
          <tr key={hash}>
            <td className="mono accent" title={hash}>{shortCommit(hash)}</td>
            <td><UserText clip className="block">{subject}</UserText></td>
            <td className="mut"><UserText clip className="block">{author}</UserText></td>
            <td className="mut num"><Time at={at} style="day" /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
