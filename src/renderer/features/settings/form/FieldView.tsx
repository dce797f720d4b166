import { useId } from 'react'
import type { FormNode, FormField } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { Visible } from '../../../components/UserText'
import { BooleanInput } from './BooleanInput'
import { ChoiceInput } from './ChoiceInput'
import { useFormContext } from './context'
import { FieldFrame } from './FieldFrame'
import { ListInput } from './ListInput'
import { MapInput } from './MapInput'
import { NamesInput } from './NamesInput'
import { TextInput, type FieldProps } from './TextInput'

/** One field, in the way that suits what it holds. */
export function FieldView(props: FieldProps) {
  const { field } = props
  if (!field.fits) return <WrittenField {...props} />
  switch (field.kind) {
    case 'boolean': return <BooleanInput {...props} />
    case 'choice': return <ChoiceInput {...props} />
    case 'names': return <NamesInput {...props} />
    case 'texts':
    case 'program': return <ListInput {...props} />
    case 'map': return <MapInput {...props} />
    case 'other': return <WrittenField {...props} />
    case 'text':
    case 'number':
    case 'amount':
    case 'duration': return <TextInput {...props} />
  }
}

function WrittenField({ group, field }: FieldProps) {
  const id = useId()
  return (
    <FieldFrame group={group} field={field} id={id} of="several">
      {field.state === 'empty' ? <p className="t12 mut">Not set. It is set in the text.</p> : <Written node={field} />}
    </FieldFrame>
  )
}

/** As it stands in the file: it is edited there. */
export function Written({ node }: { readonly node: Pick<FormField, 'written' | 'lines' | 'path'> & Pick<FormNode, 'label'> }) {
  const { toText } = useFormContext()
  return (
    <div className="form-written">
      <code className="code"><Visible text={node.written.slice(0, 400)} /></code>
      {node.lines !== null && <Button onClick={() => toText(node.lines?.from ?? 1)}>Edit it in the text<span className="sr">: {node.label}</span></Button>}
    </div>
  )
}
