import { useId, useRef } from 'react'
import { setField, shown, typedValue } from '../../../../domain/form'
import { visibleText } from '../../../components/visible'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { useWanted } from './focus'
import { means } from './focus-paths'
import type { FieldProps } from './TextInput'

/** One of several values. What stands there and is none of them stays to be seen. */
export function ChoiceInput({ group, field }: FieldProps) {
  const id = useId()
  const { edit, focus } = useFormContext()
  const element = useRef<HTMLSelectElement>(null)
  useWanted(focus, element, means(field))
  const value = field.state === 'default' || field.state === 'empty' ? '' : shown(field.value)
  const choices = field.choices.map(String)
  const nothing = field.otherwise === undefined ? (field.required ? 'Choose one' : 'Not set') : `${shown(field.otherwise)} (default)`
  const choose = (chosen: string): void => void edit(setField(group, field, chosen === '' ? undefined : typedValue(field, chosen)))
  return (
    <FieldFrame group={group} field={field} id={id} of="one">
      <select ref={element} id={id} className="input" value={value} aria-required={field.required || undefined} aria-invalid={field.problems.length > 0 || undefined} aria-describedby={`${id}-hint`} onChange={(event) => choose(event.target.value)}>
        {(value === '' || !field.required) && <option value="">{nothing}</option>}
        {value !== '' && !choices.includes(value) && <option value={value}>{visibleText(value)}</option>}
        {choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
      </select>
    </FieldFrame>
  )
}
