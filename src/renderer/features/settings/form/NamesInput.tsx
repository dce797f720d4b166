import { X } from 'lucide-react'
import { useId, useRef } from 'react'
import { leadsTo, listEdits, shown } from '../../../../domain/form'
import type { Value } from '../../../../domain/yaml-edit'
import { UserText } from '../../../components/UserText'
import { visibleText } from '../../../components/visible'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { useWanted } from './focus'
import { means } from './focus-paths'
import type { FieldProps } from './TextInput'

/** Names of other parts: those that are chosen, and the rest to choose from. */
export function NamesInput({ group, field }: FieldProps) {
  const id = useId()
  const { edit, focus } = useFormContext()
  const select = useRef<HTMLSelectElement>(null)
  useWanted(focus, select, means(field))
  const chosen = Array.isArray(field.value) ? (field.value as readonly Value[]) : []
  const rest = field.choices.map(String).filter((name) => !chosen.includes(name) && !leadsTo([...field.path.slice(0, -2), field.of, name], field.path))
  const write = (next: readonly Value[]): void => {
    edit(listEdits(group, field, next))
    select.current?.focus()
  }
  const one = field.of.replace(/s$/, '')
  return (
    <FieldFrame group={group} field={field} id={id} of="several">
      <div className="form-names">
        {chosen.map((name, index) => (
          <span key={`${index} ${shown(name)}`} className={field.choices.includes(shown(name)) ? 'token' : 'token token--wrong'}>
            <UserText clip>{shown(name)}</UserText>
            <button type="button" onClick={() => write(chosen.toSpliced(index, 1))}><X className="icon icon-14" aria-hidden="true" /><span className="sr">Remove {visibleText(shown(name))}</span></button>
          </span>
        ))}
        <select ref={select} className="input" aria-label={`Add a ${one} to ${field.label}`} aria-invalid={field.problems.length > 0 || undefined} value="" onChange={(event) => event.target.value !== '' && write([...chosen, event.target.value])}>
          <option value="">{rest.length === 0 ? `No other ${one}` : `Add a ${one}…`}</option>
          {rest.map((name) => <option key={name} value={name}>{visibleText(name)}</option>)}
        </select>
      </div>
    </FieldFrame>
  )
}
