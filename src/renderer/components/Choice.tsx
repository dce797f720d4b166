import { useId, type ReactNode } from 'react'

export interface CheckboxProps {
  readonly label: ReactNode
  /** What follows from it, below the label. */
  readonly children?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  /** Red when ticked: only for losing data. */
  readonly danger?: boolean
  readonly disabled?: boolean
}

/** A tick with its consequence. */
export function Checkbox({ label, children, checked, onChange, danger, disabled }: CheckboxProps) {
  const id = useId()
  return (
    <div className={danger ? 'tick tick--danger' : 'tick'}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={children === undefined ? undefined : `${id}-more`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {children !== undefined && <p id={`${id}-more`}>{children}</p>}
      </div>
    </div>
  )
}

export interface RadioCardProps<Value extends string> {
  readonly name: string
  readonly value: Value
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
  readonly label: ReactNode
  /** What follows from it, below the label. */
  readonly children?: ReactNode
  readonly disabled?: boolean
}

/** One of several ways, each with its consequence. Put them in a fieldset with a legend. */
export function RadioCard<Value extends string>(props: RadioCardProps<Value>) {
  const { name, value, chosen, onChoose, label, children, disabled } = props
  const id = useId()
  return (
    <div className="tick">
      <input
        id={id}
        type="radio"
        name={name}
        value={value}
        checked={value === chosen}
        disabled={disabled}
        aria-describedby={children === undefined ? undefined : `${id}-more`}
        onChange={() => onChoose(value)}
      />
      <div>
        <label htmlFor={id} className="medium">{label}</label>
        {children !== undefined && <p id={`${id}-more`}>{children}</p>}
      </div>
    </div>
  )
}
