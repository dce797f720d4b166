import { useId, useRef } from 'react'
import { leadsTo, setField } from '../../../../domain/form'
import { useFormContext } from './context'
import { Found } from './Found'
import { useWanted } from './focus'
import { means } from './focus-paths'
import type { FieldProps } from './TextInput'

/** Yes or no, with what follows from it. */
export function BooleanInput({ group, field }: FieldProps) {
  const id = useId()
  const form = useFormContext()
  const element = useRef<HTMLInputElement>(null)
  useWanted(form.focus, element, means(field))
  const marked = form.marked !== null && leadsTo(field.path, form.marked)
  return (
    <div className={`tick form-field form-field--boolean${marked ? ' is-marked' : ''}`} onFocus={() => form.enter(field)}>
      <input ref={element} id={id} type="checkbox" checked={field.value === true} aria-describedby={`${id}-hint`} onChange={(event) => void form.edit(setField(group, field, event.target.checked))} />
      <div className="form-hints">
        <label htmlFor={id}>{field.label}</label>
        <p id={`${id}-hint`}>{field.description}{field.state === 'taken' && ` From &${field.through ?? ''}.`}</p>
        <Found problems={field.problems} />
      </div>
    </div>
  )
}
