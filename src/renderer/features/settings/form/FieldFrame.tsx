import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { leadsTo, setField, setHere, shown, type FormField, type FormGroup } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { visibleText } from '../../../components/visible'
import { useFormContext } from './context'
import { Found } from './Found'

export interface FieldFrameProps {
  readonly group: FormGroup
  readonly field: FormField
  readonly id: string
  /** One input that the label belongs to, or several that it names together. */
  readonly of: 'one' | 'several'
  /** Why the last edit was not made. */
  readonly refused?: string | undefined
  readonly children: ReactNode
}

/** A field with its label, where its value comes from, and what is wrong with it or what it is for. */
export function FieldFrame({ group, field, id, of, refused, children }: FieldFrameProps) {
  const form = useFormContext()
  const marked = form.marked !== null && leadsTo(field.path, form.marked)
  const props = of === 'several' ? { role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-hint` } : {}
  return (
    <div className={`field form-field form-field--${field.kind}${marked ? ' is-marked' : ''}`} onFocus={() => form.enter(field)} {...props}>
      <div className="form-label">
        {of === 'one' ? <label htmlFor={id}>{field.label}</label> : <span id={`${id}-label`} className="field-label">{field.label}</span>}
        {field.required && field.state === 'empty' && <span className="mut">(required)</span>}
        <span className="spacer" />
        <Origin group={group} field={field} />
      </div>
      {children}
      <div id={`${id}-hint`} className="form-hints">
        {refused !== undefined && <span className="hint fail">{refused}</span>}
        <Found problems={field.problems} />
        {field.problems.length === 0 && refused === undefined && <span className="hint mut">{field.description}</span>}
      </div>
    </div>
  )
}

/** Where the value comes from, when that is not what is expected of a field. */
function Origin({ group, field }: Pick<FieldFrameProps, 'group' | 'field'>) {
  const { edit } = useFormContext()
  if (field.state === 'taken') {
    return (
      <span className="form-origin">
        <span className="t12 mut clip">from <span className="mono">{visibleText(`&${field.through ?? ''}`)}</span>, line {field.lines?.from}</span>
        <button type="button" className="link t12" onClick={() => edit(setHere(group, field))}>Set here<span className="sr"> {field.label}</span></button>
      </span>
    )
  }
  if (field.state !== 'set' || field.required) return null
  const then = field.otherwise === undefined || typeof field.otherwise === 'object' ? 'it is not set' : `${shown(field.otherwise)} holds`
  return (
    <Button kind="quiet" className="form-reset" iconOnly icon={RotateCcw} title={`Take it out of the file: ${then} then`} onClick={() => edit(setField(group, field, undefined))}>
      {`Take ${field.label} out of the file`}
    </Button>
  )
}
