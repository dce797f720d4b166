import { KeyRound } from 'lucide-react'
import { useId, useRef } from 'react'
import { referenceIn, setField, shown, typedValue, type FormField, type FormGroup } from '../../../../domain/form'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { useWanted } from './focus'
import { means } from './focus-paths'
import { useTyped } from './useTyped'

export interface FieldProps {
  readonly group: FormGroup
  readonly field: FormField
}

/** One line: a text, a number, a duration. */
export function TextInput({ group, field }: FieldProps) {
  const id = useId()
  const { edit, focus } = useFormContext()
  const element = useRef<HTMLInputElement>(null)
  useWanted(focus, element, means(field))
  const stands = field.state === 'set' || field.state === 'taken'
  const typed = useTyped({
    now: stands ? shown(field.value) : '',
    write: (text, from) => edit(setField(group, field, typedValue(field, text)), from),
    empty: () => edit(setField(group, field, undefined))
  })
  const placeholder = field.otherwise === undefined ? field.examples[0] : shown(field.otherwise)
  return (
    <FieldFrame group={group} field={field} id={id} of="one" refused={typed.refused}>
      <span className="form-input">
        <input
          ref={element} id={id} className={field.kind === 'text' ? 'input' : 'input mono'} dir="auto" autoComplete="off" spellCheck={false} placeholder={placeholder}
          inputMode={field.kind === 'number' ? 'numeric' : undefined} aria-required={field.required || undefined} aria-invalid={field.problems.length > 0 || undefined} aria-describedby={`${id}-hint`} {...typed.input}
        />
        <Reference value={field.value} />
      </span>
    </FieldFrame>
  )
}

/** Says that `$NAME` stands for a value that is not in the file. */
export function Reference({ value }: { readonly value: unknown }) {
  const name = referenceIn(value)
  if (name === null) return null
  return <span className="form-reference" title={`${name} is read from the environment or the secret store when it is needed`}><KeyRound className="icon icon-14" aria-hidden="true" /><span className="sr">Read from {name} when it is needed</span></span>
}
