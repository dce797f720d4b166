import { useState } from 'react'
import { Button } from '../../components/Button'
import { Field } from '../../components/Field'

/** Takes the public key of somebody else. */
export function AddKey({ disabledReason, onAdd }: { readonly disabledReason: string | undefined; readonly onAdd: (recipient: string) => Promise<void> }) {
  const [text, setText] = useState('')
  const empty = text.trim() === '' ? 'Give a public key first' : undefined
  const add = (): void => void onAdd(text.trim()).then(() => setText(''))
  return (
    <div className="settings-add-key">
      <Field label="Public key of somebody else" note="(age1…, as backstep keys prints it)" mono value={text} onChange={setText} />
      <Button disabledReason={disabledReason ?? empty} onClick={add}>Add</Button>
    </div>
  )
}
