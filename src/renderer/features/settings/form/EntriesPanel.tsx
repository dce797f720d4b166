import { Plus } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { addEntry, samePath, type FormEntries } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { Panel } from '../../../components/Panel'
import { nextRow } from '../../../components/tableKeys'
import { formatAmount } from '../../../format'
import { useFormContext } from './context'
import { EntryRow } from './EntryRow'
import { moveBy, rename, takeOut, whyNoName } from './entry-edits'
import { useWanted } from './focus'
import { firstMissing } from './focus-paths'
import { Found } from './Found'
import { Written } from './FieldView'
import { NameInput } from './NameInput'

/** Environments, services, databases: each is a page of its own. */
export function EntriesPanel({ entries }: { readonly entries: FormEntries }) {
  const form = useFormContext()
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const [mode, setMode] = useState<'add' | { readonly rename: string } | null>(null)
  const [wanted, setWanted] = useState<object>()
  const active = Math.min(at, Math.max(0, entries.entries.length - 1))
  useWanted(form.focus, list, (path) => samePath(path, entries.path) && (setWanted({}), true))
  useEffect(() => {
    if (wanted !== undefined) (list.current?.querySelector<HTMLElement>('[data-active]') ?? list.current?.querySelector<HTMLElement>('header button'))?.focus()
  }, [wanted])
  const go = (index: number): void => {
    setAt(index)
    setWanted({})
  }
  const moved = (index: number, by: -1 | 1): void => {
    if (moveBy(form, entries, index, by)) go(index + by)
  }
  const removed = (index: number): void => {
    const entry = entries.entries[index]
    if (entry && takeOut(form, entry.key, entry.path)) go(Math.max(0, index - 1))
  }
  const keys = (event: KeyboardEvent<HTMLElement>, index: number): void => {
    const entry = entries.entries[index]
    const to = event.altKey ? undefined : nextRow(event.key, index, entries.entries.length, 10)
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key] : undefined
    if (to !== undefined) go(to)
    else if (by !== undefined) moved(index, by)
    else if (event.key === 'F2' && entry) setMode({ rename: entry.key })
    else if (event.key === 'Delete' && entry) removed(index)
    else return
    event.preventDefault()
  }
  const add = (name: string, kind: string): string | null => {
    const reason = whyNoName(entries, name) ?? form.edit(addEntry(entries, name, kind))
    if (reason !== null) return reason
    setMode(null)
    form.goTo(firstMissing([...entries.path, name]))
    return null
  }
  const leave = (): void => {
    setMode(null)
    setWanted({})
  }
  return (
    <div ref={list} tabIndex={-1} className={form.marked !== null && samePath(form.marked, entries.path) ? 'form-part is-marked' : 'form-part'}>
      <Panel title={entries.label} count={formatAmount(entries.entries.length)} actions={<Button icon={Plus} onClick={() => setMode('add')}>{`Add ${/^[aeiou]/.test(entries.word) ? 'an' : 'a'} ${entries.word}`}</Button>}>
        {!entries.fits && <Written node={entries} />}
        <div className="form-found"><Found problems={entries.problems} /></div>
        {mode === 'add' && <AddEntry entries={entries} add={add} leave={leave} />}
        <ul className="form-entries">
          {entries.entries.map((entry, index) => (
            <EntryRow
              key={entry.key} entries={entries} entry={entry} index={index} active={index === active}
              renaming={typeof mode === 'object' && mode?.rename === entry.key}
              onFocus={() => setAt(index)} onKeyDown={(event) => keys(event, index)} leave={leave}
              rename={(to) => {
                const reason = to === entry.key ? null : rename(form, entries, entry.key, to)
                if (reason === null) leave()
                return reason
              }}
              startRename={() => setMode({ rename: entry.key })}
              moved={(by) => moved(index, by)}
              removed={() => removed(index)}
            />
          ))}
        </ul>
        {entries.entries.length === 0 && mode !== 'add' && entries.fits && <p className="pad mut">{`No ${entries.word} yet. ${entries.description}`}</p>}
      </Panel>
    </div>
  )
}

interface AddEntryProps {
  readonly entries: FormEntries
  readonly add: (name: string, kind: string) => string | null
  readonly leave: () => void
}

function AddEntry({ entries, add, leave }: AddEntryProps) {
  const [kind, setKind] = useState(entries.kinds[0] ?? '')
  return (
    <NameInput label={`Name of the new ${entries.word}`} first="" placeholder={`Name of the ${entries.word}`} action="Add" take={(name) => add(name, kind)} leave={leave}>
      {entries.kinds.length > 0 && (
        <select className="input" aria-label={entries.kindKey ?? ''} value={kind} onChange={(event) => setKind(event.target.value)}>
          {entries.kinds.map((one) => <option key={one}>{one}</option>)}
        </select>
      )}
    </NameInput>
  )
}
