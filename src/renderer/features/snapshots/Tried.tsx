import type { RestorableNote } from '../../../domain/verification'
import { StateIcon } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatSpan } from '../../format'

/** What was restored to try, part by part, beside nothing that is live. */
export function Tried({ note }: { readonly note: RestorableNote }) {
  return (
    <section>
      <h2>Restored to try</h2>
      <p className="t12 mut"><Time at={note.at} style="second" />, in {formatSpan(note.took)}</p>
      <ul className="snapshot-tried">
        {note.parts.map(({ kind, name, ok, detail }) => (
          <li key={`${kind} ${name}`} className={ok ? undefined : 'fail'}>
            <StateIcon kind={ok ? 'passed' : 'failed'} size={14} /><span className="sr">{ok ? 'Restorable' : 'Not restorable'}</span>
            <span><UserText>{name}</UserText><UserText className="block t12 mut">{detail}</UserText></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
