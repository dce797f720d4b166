import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { listEdits, setField, shown } from '../../../../domain/form'
import type { Value } from '../../../../domain/yaml-edit'
import { Button } from '../../../components/Button'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { useWanted } from './focus'
import { means } from './focus-paths'
import { Reference, type FieldProps } from './TextInput'
import { useTyped } from './useTyped'

/** Several texts, or a program and its arguments: one line each. Enter adds one, Backspace takes an empty one out, Alt with arrows moves. */
export function ListInput({ group, field }: FieldProps) {
  const id = useId()
  const { edit, focus } = useFormContext()
  const list = useRef<HTMLDivElement>(null)
  const [pending, setPending] = useState<number | null>(null)
  const [refused, setRefused] = useState<string>()
  const go = useRowFocus(list)
  const values = Array.isArray(field.value) ? (field.value as readonly Value[]) : []
  useWanted(focus, list, (path) => {
    if (!means(field)(path)) return false
    if (values.length === 0) setPending(0)
    go(Math.max(0, Number(path[field.path.length] ?? 0)))
    return true
  })
  const take = (next: readonly Value[], row: number): void => {
    setPending(null)
    setRefused(edit(listEdits(group, field, next)) ?? undefined)
    go(Math.max(0, row))
  }
  const rows = pending === null ? values : values.toSpliced(pending, 0, '')
  const nameOf = (row: number): string => (field.kind === 'program' ? (row === 0 ? 'Program' : `Argument ${row}`) : `${field.label} ${row + 1}`)
  const keys = (event: KeyboardEvent<HTMLElement>, row: number, text: string): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.key === 'Enter' && text !== '') act(event, () => (setPending(row + 1), go(row + 1)))
    else if (event.key === 'Backspace' && text === '') act(event, () => take(row === pending ? values : values.toSpliced(row, 1), row - 1))
    else if (by !== undefined && event.altKey && pending === null && values[row + by] !== undefined) act(event, () => take(swapped(values, row, row + by), row + by))
    else if (by !== undefined && !event.altKey) act(event, () => go(row + by))
  }
  return (
    <FieldFrame group={group} field={field} id={id} of="several" refused={refused}>
      <div className="form-list" ref={list} tabIndex={-1}>
        {rows.map((value, row) => (
          <ListRow
            key={row} label={nameOf(row)} value={row === pending ? '' : shown(value)} invalid={field.problems.length > 0}
            onKeyDown={(event, text) => keys(event, row, text)}
            write={(text, from) => {
              if (row === pending) setPending(null)
              return edit(setField(group, field, row === pending ? values.toSpliced(row, 0, text) : values.with(row, text)), from)
            }}
            empty={() => take(row === pending ? values : values.toSpliced(row, 1), -1)}
            left={() => row === pending && setPending(null)}
          />
        ))}
        <Button kind="quiet" className="form-add" icon={Plus} onClick={() => (setPending(values.length), go(values.length))}>
          <>{field.kind === 'program' ? (values.length === 0 ? 'Add a program' : 'Add an argument') : 'Add'}<span className="sr"> to {field.label}</span></>
        </Button>
      </div>
    </FieldFrame>
  )
}

function act(event: KeyboardEvent, what: () => void): void {
  event.preventDefault()
  event.stopPropagation()
  what()
}

const swapped = (list: readonly Value[], a: number, b: number): readonly Value[] => list.toSpliced(a, 1).toSpliced(b, 0, list[a] ?? null)

/** Moves the focus to a row once it is drawn; beyond the last one stays. */
function useRowFocus(list: { readonly current: HTMLElement | null }): (row: number) => void {
  const [wanted, setWanted] = useState<{ readonly row: number }>()
  useEffect(() => {
    if (wanted !== undefined) (list.current?.querySelectorAll('input')[wanted.row] ?? list.current?.querySelector('input') ?? list.current?.querySelector('button'))?.focus()
  }, [list, wanted])
  return (row) => row >= 0 && setWanted({ row })
}

interface ListRowProps {
  readonly label: string
  readonly value: string
  readonly invalid: boolean
  readonly write: (text: string, from: string) => string | null
  readonly empty: () => void
  readonly left: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, text: string) => void
}

function ListRow({ label, value, invalid, write, empty, left, onKeyDown }: ListRowProps) {
  const { text, refused, input } = useTyped({ now: value, write, empty })
  const keyed = (event: KeyboardEvent<HTMLElement>): void => {
    onKeyDown(event, text)
    input.onKeyDown(event)
  }
  const blurred = (): void => {
    input.onBlur()
    left()
  }
  return (
    <div className="form-row">
      <span className="form-input">
        <input className="input mono" aria-label={label} aria-invalid={invalid || refused !== undefined || undefined} title={refused} dir="auto" autoComplete="off" spellCheck={false} {...input} onBlur={blurred} onKeyDown={keyed} />
        <Reference value={value} />
      </span>
      <Button kind="quiet" iconOnly icon={X} tabIndex={-1} onClick={empty}>{`Remove ${label}`}</Button>
    </div>
  )
}
