import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, X } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import { leadsTo, samePath, shown, type FormItem, type FormNode } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { State } from '../../../components/State'
import { visibleText } from '../../../components/visible'
import { formatCount } from '../../../format'
import { useFormContext } from './context'
import { useWanted } from './focus'
import { Members } from './Members'

export interface ItemRowProps {
  readonly item: FormItem
  readonly word: string
  readonly open: boolean
  readonly toggle: () => void
  readonly first: boolean
  readonly last: boolean
  readonly moved: (by: -1 | 1) => void
  readonly removed: () => void
}

/** One in a line; its fields below while it is open. */
export function ItemRow({ item, word, open, toggle, first, last, moved, removed }: ItemRowProps) {
  const form = useFormContext()
  const button = useRef<HTMLButtonElement>(null)
  useWanted(form.focus, button, (path) => samePath(path, item.path))
  const [name, ...rest] = summary(item.members)
  const label = name ?? item.label
  const wrong = form.problems.filter(({ path }) => leadsTo(item.path, path)).length
  const keys = (event: KeyboardEvent): void => {
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key] : undefined
    if (by !== undefined && !(by < 0 ? first : last)) moved(by)
    else if (event.key === 'Delete') removed()
    else return
    event.preventDefault()
  }
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <li className="form-item">
      <div className="form-entry">
        <button ref={button} type="button" className="form-open" aria-expanded={open} title={visibleText([label, ...rest].join(' · '))} onFocus={() => form.enter(item)} onClick={toggle} onKeyDown={keys}>
          <Chevron className="icon icon-14" aria-hidden="true" />
          <bdi className="mono clip">{visibleText(label)}</bdi>
          {rest.length > 0 && <span className="mut clip">{visibleText(rest.join(' · '))}</span>}
          {wrong > 0 && <State kind="failed" small>{formatCount(wrong, 'error')}</State>}
        </button>
        <span className="form-actions">
          <Button kind="quiet" iconOnly icon={ArrowUp} tabIndex={-1} title="Move up (Alt ↑)" disabledReason={first ? 'It is the first' : undefined} onClick={() => moved(-1)}>{`Move this ${word} up`}</Button>
          <Button kind="quiet" iconOnly icon={ArrowDown} tabIndex={-1} title="Move down (Alt ↓)" disabledReason={last ? 'It is the last' : undefined} onClick={() => moved(1)}>{`Move this ${word} down`}</Button>
          <Button kind="quiet" iconOnly icon={X} title="Take out (Delete)" onClick={removed}>{`Take this ${word} out`}</Button>
        </span>
      </div>
      {open && <div className="form-inside" role="group" aria-label={visibleText(label)}><Members group={item} /></div>}
    </li>
  )
}

/** What is set in it: the first value as it is, the others with their names. */
function summary(members: readonly FormNode[]): readonly string[] {
  const set = members.filter((member) => (member.state === 'set' || member.state === 'taken') && 'value' in member)
  return set.map((member, index) => (index === 0 ? valueOf(member) : `${member.label.toLowerCase()} ${valueOf(member)}`)).filter((text) => text !== '')
}

function valueOf(member: FormNode): string {
  const value = 'value' in member ? member.value : undefined
  if (Array.isArray(value)) return value.map(shown).join(', ')
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([key, inside]) => `${key} ${shown(inside)}`).join(', ') : shown(value)
}
