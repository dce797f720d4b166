import type { RegistryCopiesView, RegistryCopyRow, RegistryRecords } from '../../../domain/views'
import { UserText } from '../../components/UserText'
import { formatAmount, formatCount } from '../../format'
import './registry.css'

/** What the file has now, as far as it can be read, against the copy. */
export function CopyDifference({ view, copy }: { readonly view: RegistryCopiesView; readonly copy: RegistryCopyRow }) {
  const { same, comesBack, changes, lost } = copy
  return (
    <div className="copy-difference" role="status">
      <p>
        {view.readable === null ? 'There is no file now.' : `${formatCount(view.readable, 'deployment')} can still be read in the file, ${formatAmount(same)} of them as in this copy. The file is kept beside the copies.`}
      </p>
      <ul>
        <Records sign="+" what={comesBack.total === 1 ? 'comes back' : 'come back'} records={comesBack} />
        <Records sign="±" what={changes.total === 1 ? 'goes back to how the copy has it' : 'go back to how the copy has them'} records={changes} />
        <Records sign="−" what={lost.total === 1 ? 'is not in this copy and will be missing' : 'are not in this copy and will be missing'} records={lost} />
      </ul>
      {comesBack.total + changes.total + lost.total === 0 && <p>Nothing that can be read differs.</p>}
    </div>
  )
}

function Records({ sign, what, records: { total, first } }: { readonly sign: '+' | '±' | '−'; readonly what: string; readonly records: RegistryRecords }) {
  if (total === 0) return null
  const more = total - first.length
  return (
    <li className={sign === '+' ? undefined : 'copy-away'}>
      <span aria-hidden="true" className="mono">{sign}</span>
      <span>
        <strong className="strong">{formatAmount(total)}</strong> {what}: <span className="mono t12">{first.map(({ id, environment, version }, index) => <span key={id}>{index > 0 && ', '}<UserText>{`${id} (${environment} ${version})`}</UserText></span>)}</span>{more > 0 && ` and ${formatAmount(more)} more`}
      </span>
    </li>
  )
}
