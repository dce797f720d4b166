import { CircleX } from 'lucide-react'
import { useId, type DragEvent, type HTMLInputTypeAttribute, type ReactNode, type Ref } from 'react'

interface FieldFrame {
  readonly label: ReactNode
  /** Beside the label: "(required)". */
  readonly note?: string
  /** Below the input, when nothing is wrong. */
  readonly hint?: ReactNode
  /** What is wrong, in one sentence; turns the field invalid. */
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly readOnly?: boolean
  readonly required?: boolean
  /** Id of what a screen reader says besides hint and error: what it is about. */
  readonly describedBy?: string
}

export interface FieldProps extends FieldFrame {
  readonly type?: Extract<HTMLInputTypeAttribute, 'text' | 'password' | 'number' | 'email'>
  readonly mono?: boolean
  readonly autoComplete?: string
  readonly ref?: Ref<HTMLInputElement>
}

/** One line of input with its label, hint and error. */
export function Field(props: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <FieldLabel id={id} {...props} />
      <input
        ref={props.ref}
        className={props.mono ? 'input mono' : 'input'}
        type={props.type ?? 'text'}
        autoComplete={props.autoComplete ?? 'off'}
        spellCheck={false}
        dir="auto"
        {...inputProps(id, props)}
      />
      <FieldHint id={id} {...props} />
    </div>
  )
}

export interface TextAreaProps extends FieldFrame {
  readonly rows?: number
  readonly mono?: boolean
  /** Text that is dropped goes in by itself. */
  readonly onDrop?: (event: DragEvent<HTMLTextAreaElement>) => void
  readonly ref?: Ref<HTMLTextAreaElement>
}

/** Several lines of input. */
export function TextArea(props: TextAreaProps) {
  const id = useId()
  return (
    <div className="field">
      <FieldLabel id={id} {...props} />
      <textarea ref={props.ref} className={props.mono ? 'input mono' : 'input'} rows={props.rows ?? 3} dir="auto" onDrop={props.onDrop} {...inputProps(id, props)} />
      <FieldHint id={id} {...props} />
    </div>
  )
}

function inputProps(id: string, { value, onChange, placeholder, readOnly, required, describedBy, error, hint }: FieldFrame) {
  return {
    id,
    value,
    placeholder,
    readOnly,
    'aria-required': required || undefined,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': [describedBy, error === undefined && hint === undefined ? undefined : `${id}-hint`].filter(Boolean).join(' ') || undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value)
  }
}

function FieldLabel({ id, label, note }: FieldFrame & { readonly id: string }) {
  return (
    <label htmlFor={id}>
      {label}
      {note !== undefined && <span className="mut"> {note}</span>}
    </label>
  )
}

function FieldHint({ id, hint, error }: FieldFrame & { readonly id: string }) {
  if (error !== undefined) {
    return (
      <span className="hint state state--failed" id={`${id}-hint`} role="alert">
        <CircleX className="icon icon-14" aria-hidden="true" />
        <span>{error}</span>
      </span>
    )
  }
  return hint === undefined ? null : <span className="hint mut" id={`${id}-hint`}>{hint}</span>
}
