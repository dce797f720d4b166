import { memo, type ReactNode } from 'react'
import { visibleText } from './visible'
import { STATES, type StateKind, type StateLook } from './states'

export interface StateProps {
  readonly kind: StateKind
  /** Words that say more than the state's own: "1 of 3 failing". */
  readonly children?: ReactNode
  readonly small?: boolean
  readonly title?: string
}

/** A state in a row: icon, word and colour, never colour alone. */
export function State({ kind, children, small, title }: StateProps) {
  const { tone } = STATES[kind]
  return (
    <span className={`state state--${tone}${small ? ' state--small' : ''}`} title={title === undefined ? undefined : visibleText(title)}>
      <StateIcon kind={kind} size={small ? 14 : 16} />
      <span>{children ?? STATES[kind].word}</span>
    </span>
  )
}

/** The same as a tag, for headings and lanes. */
export function StateTag({ kind, children, title }: Omit<StateProps, 'small'>) {
  const { tone } = STATES[kind]
  return (
    <span className={`state state--tag state--${tone}`} title={title === undefined ? undefined : visibleText(title)}>
      <StateIcon kind={kind} size={14} />
      <span>{children ?? STATES[kind].word}</span>
    </span>
  )
}

/** Only the icon, for places where the word stands next to it anyway. */
export const StateIcon = memo(function StateIcon({ kind, size = 16 }: { readonly kind: StateKind; readonly size?: 14 | 16 | 24 }) {
  const state: StateLook = STATES[kind]
  const spin = kind === 'in-progress' ? ' spin' : ''
  return <state.icon className={`icon icon-${size}${spin}`} size={size} aria-hidden="true" />
})
