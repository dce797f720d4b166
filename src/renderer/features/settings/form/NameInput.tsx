import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { Button } from '../../../components/Button'

export interface NameInputProps {
  readonly label: string
  readonly first: string
  readonly placeholder?: string
  /** The button: "Add", "Rename". */
  readonly action: string
  /** Why it cannot be taken, else null. */
  readonly take: (name: string) => string | null
  readonly leave: () => void
  /** Between the name and the button. */
  readonly children?: ReactNode
}

/** Asks for a name in place. Enter takes it, Esc leaves. */
export function NameInput({ label, first, placeholder, action, take, leave, children }: NameInputProps) {
  const id = useId()
  const [name, setName] = useState(first)
  const [refused, setRefused] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const submit = (): void => setRefused(take(name.trim()))
  return (
    <div
      className="form-name"
      data-own-undo
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        leave()
      }}
    >
      <div className="form-name-row">
        <input
          ref={input} className="input" aria-label={label} placeholder={placeholder} dir="auto" autoComplete="off" spellCheck={false} value={name}
          aria-invalid={refused !== null || undefined} aria-describedby={refused === null ? undefined : id}
          onChange={(event) => {
            setName(event.target.value)
            setRefused(null)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            submit()
          }}
        />
        {children}
        <Button onClick={submit}>{action}</Button>
        <Button kind="quiet" onClick={leave}>Cancel</Button>
      </div>
      {refused !== null && <span id={id} className="hint fail" role="alert">{refused}</span>}
    </div>
  )
}
