import { Link2, Sprout } from 'lucide-react'
import type { Page } from '../../../../domain/form'
import { listOf } from '../../../../domain/text'
import { visibleText } from '../../../components/visible'
import { formatAmount } from '../../../format'

/** What has to be known before something is changed on this page. */
export function PageNotes({ page: { group, of } }: { readonly page: Page }) {
  const first = of === null && group.members.every((member) => !('entries' in member) || member.entries.length === 0)
  return (
    <>
      {first && (
        <p className="form-note">
          <Sprout className="icon" aria-hidden="true" />
          <span>A project needs a name, an environment such as staging, and in it a service: what runs, and how it is asked whether it works. The text beside it is written as you go.</span>
        </p>
      )}
      {group.through !== null && (
        <p className="form-note">
          <Link2 className="icon" aria-hidden="true" />
          <span>All of this is taken over from <span className="mono">{visibleText(`&${group.through}`)}</span>, line {formatAmount(group.lines?.from ?? 1)}. What you set here holds only here.</span>
        </p>
      )}
      {group.shared.map(({ anchor, lines }) => (
        <p key={anchor} className="form-note">
          <Link2 className="icon" aria-hidden="true" />
          <span>{lines.length === 1 ? 'Another place takes' : `${formatAmount(lines.length)} other places take`} this over with <span className="mono">{visibleText(`*${anchor}`)}</span> (line {listOf(lines.map(formatAmount))}): a change here changes there too.</span>
        </p>
      ))}
    </>
  )
}
