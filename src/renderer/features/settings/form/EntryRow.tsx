import { ArrowDown, ArrowUp, PencilLine, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { leadsTo, nearestNode, shown, type FormEntries, type FormGroup } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { State } from '../../../components/State'
import { UserText } from '../../../components/UserText'
import { visibleText } from '../../../components/visible'
import { formatCount } from '../../../format'
import { useFormContext } from './context'
import { NameInput } from './NameInput'

export interface EntryRowProps {
  readonly entries: FormEntries
  readonly entry: FormGroup
  readonly index: number
  /** The one row that Tab reaches; arrows go to the others. */
  readonly active: boolean
  readonly renaming: boolean
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly rename: (to: string) => string | null
  readonly startRename: () => void
  readonly leave: () => void
  readonly moved: (by: -1 | 1) => void
  readonly removed: () => void
}

export function EntryRow(props: EntryRowProps) {
  const { entries, entry, active, renaming, rename, leave } = props
  const form = useFormContext()
  const wrong = form.problems.filter(({ path, severity }) => severity === 'error' && leadsTo(entry.path, path)).length
  if (renaming) return <li className="form-entry"><NameInput label={`Name of the ${entries.word}`} first={entry.key} action="Rename" take={rename} leave={leave} /></li>
  const kind = entries.kindKey === null ? undefined : nearestNode(entry, [...entry.path, entries.kindKey])
  const inside = entry.members.flatMap((member) => (member.kind === 'entries' && member.entries.length > 0 ? [formatCount(member.entries.length, member.word)] : []))
  return (
    <li className="form-entry" onFocus={props.onFocus}>
      <button type="button" className="form-open" tabIndex={active ? 0 : -1} data-active={active || undefined} title={visibleText(entry.key)} onClick={() => form.goTo(entry.path)} onKeyDown={props.onKeyDown}>
        <UserText clip className="medium">{entry.key}</UserText>
        {kind !== undefined && 'value' in kind && <span className="mono mut clip">{visibleText(shown(kind.value))}</span>}
        {inside.length > 0 && <span className="t12 mut clip">{inside.join(', ')}</span>}
        {entry.through !== null && <span className="t12 mut nowrap">from {visibleText(`&${entry.through}`)}</span>}
        {wrong > 0 && <State kind="failed" small>{formatCount(wrong, 'error')}</State>}
      </button>
      <EntryActions {...props} />
    </li>
  )
}

function EntryActions({ entries, entry, index, active, startRename, moved, removed }: EntryRowProps) {
  const name = visibleText(entry.key)
  const tabIndex = active ? 0 : -1
  return (
    <span className="form-actions">
      <Button kind="quiet" iconOnly icon={PencilLine} tabIndex={tabIndex} title="Rename (F2)" onClick={startRename}>{`Rename ${name}`}</Button>
      <Button kind="quiet" iconOnly icon={ArrowUp} tabIndex={tabIndex} title="Move up (Alt ↑)" disabledReason={index === 0 ? 'It is the first' : undefined} onClick={() => moved(-1)}>{`Move ${name} up`}</Button>
      <Button kind="quiet" iconOnly icon={ArrowDown} tabIndex={tabIndex} title="Move down (Alt ↓)" disabledReason={index === entries.entries.length - 1 ? 'It is the last' : undefined} onClick={() => moved(1)}>{`Move ${name} down`}</Button>
      <Button kind="quiet" iconOnly icon={X} tabIndex={tabIndex} title="Take out (Delete)" onClick={removed}>{`Take ${name} out`}</Button>
    </span>
  )
}
