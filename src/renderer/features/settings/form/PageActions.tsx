import { ArrowDown, ArrowUp, PencilLine, X } from 'lucide-react'
import { useState } from 'react'
import type { Page } from '../../../../domain/form'
import { Button } from '../../../components/Button'
import { Dialog } from '../../../components/Dialog'
import { Field } from '../../../components/Field'
import { visibleText } from '../../../components/visible'
import { moveBy, rename, takeOut } from './entry-edits'
import type { Form } from './useForm'

/** What is done with a whole entry, on its page. */
export function PageActions({ form, page: { group, of } }: { readonly form: Form; readonly page: Page }) {
  const [renaming, setRenaming] = useState(false)
  if (of === null) return null
  const name = visibleText(group.key)
  const index = of.entries.findIndex((entry) => entry.key === group.key)
  return (
    <span className="form-actions form-actions--page">
      <Button kind="quiet" iconOnly icon={PencilLine} title="Rename" onClick={() => setRenaming(true)}>{`Rename ${name}…`}</Button>
      <Button kind="quiet" iconOnly icon={ArrowUp} title="Move up" disabledReason={index <= 0 ? 'It is the first' : undefined} onClick={() => moveBy(form, of, index, -1)}>{`Move ${name} up`}</Button>
      <Button kind="quiet" iconOnly icon={ArrowDown} title="Move down" disabledReason={index === of.entries.length - 1 ? 'It is the last' : undefined} onClick={() => moveBy(form, of, index, 1)}>{`Move ${name} down`}</Button>
      <Button kind="quiet" iconOnly icon={X} title="Take out" onClick={() => takeOut(form, group.key, group.path) && form.goTo(of.path)}>{`Take ${name} out`}</Button>
      {renaming && <RenameDialog form={form} group={group} of={of} onClose={() => setRenaming(false)} />}
    </span>
  )
}

interface RenameDialogProps {
  readonly form: Form
  readonly group: Page['group']
  readonly of: NonNullable<Page['of']>
  readonly onClose: () => void
}

function RenameDialog({ form, group, of, onClose }: RenameDialogProps) {
  const [name, setName] = useState(group.key)
  const [refused, setRefused] = useState<string>()
  const take = (): void => {
    const reason = name === group.key ? null : rename(form, of, group.key, name.trim())
    if (reason !== null) return setRefused(reason)
    onClose()
    form.goTo([...of.path, name.trim()])
  }
  return (
    <Dialog open onClose={onClose} title={`Rename the ${of.word} ${visibleText(group.key)}`} safe="Cancel" others={[{ label: 'Rename', onClick: take }]}>
      <div
        className="stack"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          take()
        }}
      >
        <Field label="Name" value={name} onChange={(next) => (setName(next), setRefused(undefined))} error={refused} hint="What names it in this environment follows." />
      </div>
    </Dialog>
  )
}
