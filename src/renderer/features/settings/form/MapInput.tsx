import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { like, remove, setField, shown, type FormField } from '../../../../domain/form'
import type { Edit, Value } from '../../../../domain/yaml-edit'
import { Button } from '../../../components/Button'
import { visibleText } from '../../../components/visible'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { useWanted } from './focus'
import { means } from './focus-paths'
import { Reference, type FieldProps } from './TextInput'
import { useTyped } from './useTyped'

/** Names with values. A new one stands in the file as soon as it has a name. */
export function MapInput({ group, field }: FieldProps) {
  const id = useId()
  const { edit, focus } = useFormContext()
  const map = useRef<HTMLDivElement>(null)
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState<string>()
  useWanted(focus, map, means(field))
  useEffect(() => {
    if (added !== undefined) map.current?.querySelector<HTMLInputElement>(`[data-value-of="${CSS.escape(added)}"]`)?.focus()
  }, [added])
  const pairs = Object.entries((field.value ?? {}) as Readonly<Record<string, Value>>)
  const set = (key: string, value: Value, typedFrom?: string): string | null =>
    edit(field.state === 'set' ? [{ kind: 'set', path: [...field.path, key], value }] : setField(group, field, Object.fromEntries([...pairs.filter(([name]) => name !== key), [key, value]])), typedFrom)
  const takeOut = (key: string): void => {
    edit(pairs.length === 1 && !field.required ? setField(group, field, undefined) : remove([...field.path, key]))
    map.current?.querySelector<HTMLElement>('.form-add')?.focus()
  }
  const add = (key: string): string | null => {
    const reason = Object.hasOwn(Object.fromEntries(pairs), key) ? `There is "${visibleText(key)}" already.` : set(key, '')
    if (reason === null) {
      setAdding(false)
      setAdded(key)
    }
    return reason
  }
  return (
    <FieldFrame group={group} field={field} id={id} of="several">
      <div className="form-list" ref={map} tabIndex={-1}>
        {pairs.map(([key, value]) => (
          <MapRow key={key} name={key} value={value} label={field.label} rename={(to) => edit([rename(field, key, to)])} write={(text, from) => set(key, like(value, text), from)} takeOut={() => takeOut(key)} />
        ))}
        {adding && <NewRow label={field.label} add={add} leave={() => setAdding(false)} />}
        <Button kind="quiet" className="form-add" icon={Plus} onClick={() => setAdding(true)}><>Add<span className="sr"> to {field.label}</span></></Button>
      </div>
    </FieldFrame>
  )
}

const rename = (field: FormField, key: string, to: string): Edit => ({ kind: 'rename', path: [...field.path, key], to })

interface MapRowProps {
  readonly name: string
  readonly value: Value
  readonly label: string
  readonly rename: (to: string) => string | null
  readonly write: (text: string, from: string) => string | null
  readonly takeOut: () => void
}

function MapRow({ name, value, label, rename: renamed, write, takeOut }: MapRowProps) {
  const shownName = visibleText(name)
  const text = useTyped({ now: shown(value), write })
  const key = useNameTyped(name, renamed)
  return (
    <div className="form-row form-row--pair">
      <input className="input mono" aria-label={`Name in ${label}`} aria-invalid={key.refused !== undefined || undefined} title={key.refused} dir="auto" autoComplete="off" spellCheck={false} {...key.input} />
      <span className="form-input">
        <input className="input mono" data-value-of={name} aria-label={`${shownName} in ${label}`} dir="auto" autoComplete="off" spellCheck={false} {...text.input} />
        <Reference value={value} />
      </span>
      <Button kind="quiet" iconOnly icon={X} onClick={takeOut}>{`Remove ${shownName} from ${label}`}</Button>
    </div>
  )
}

/** A name changes when it is left: what is half typed may be another's. */
function useNameTyped(name: string, rename: (to: string) => string | null) {
  const [own, setOwn] = useState<string | null>(null)
  const [refused, setRefused] = useState<string>()
  const leave = (): void => {
    const reason = own === null || own === name || own === '' ? null : rename(own)
    setRefused(reason ?? undefined)
    if (reason === null) setOwn(null)
  }
  return {
    refused,
    input: {
      value: own ?? name, onBlur: leave,
      onChange: (event: { readonly target: { readonly value: string } }) => setOwn(event.target.value),
      onKeyDown: (event: { readonly key: string; preventDefault: () => void }) => {
        if (event.key === 'Enter') leave()
        if (event.key === 'Escape' && own !== null) {
          event.preventDefault()
          setOwn(null)
          setRefused(undefined)
        }
      }
    }
  }
}

interface NewRowProps {
  readonly label: string
  readonly add: (key: string) => string | null
  readonly leave: () => void
}

function NewRow({ label, add, leave }: NewRowProps) {
  const [name, setName] = useState('')
  const [refused, setRefused] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const done = (): void => {
    if (name === '') leave()
    else setRefused(add(name) ?? undefined)
  }
  return (
    <div className="form-row form-row--pair" data-own-undo>
      <input
        ref={input} className="input mono" aria-label={`New name in ${label}`} placeholder="NAME" aria-invalid={refused !== undefined || undefined} autoComplete="off" spellCheck={false} value={name}
        onChange={(event) => setName(event.target.value)} onBlur={done}
        onKeyDown={(event) => {
          if (event.key === 'Enter') done()
          if (event.key !== 'Escape') return
          event.preventDefault()
          leave()
        }}
      />
      <span className="t12 mut clip" title={refused}>{refused ?? 'Enter, then its value'}</span>
    </div>
  )
}
