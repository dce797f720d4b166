import { useRef, useState, type KeyboardEvent } from 'react'
import { useFormContext } from './context'

export interface Typed {
  readonly text: string
  readonly refused: string | undefined
  readonly input: {
    readonly value: string
    readonly onChange: (event: { readonly target: { readonly value: string } }) => void
    readonly onFocus: () => void
    readonly onBlur: () => void
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
}

export interface TypedOptions {
  /** What stands in the file. */
  readonly now: string
  /** Writes it there; why it cannot be, else null. `from` is the text that it had when typing began: how it was written there (its quotes) counts, not what stood there on the way. */
  readonly write: (text: string, from: string) => string | null
  /** An emptied input is written when it is left, in this way: while it is typed in, nothing is taken out of the file. */
  readonly empty?: () => void
}

/** An input whose text stands in the file with every key. Esc takes back what was typed since it got the focus. */
export function useTyped({ now, write, empty }: TypedOptions): Typed {
  const { session } = useFormContext()
  // Only what is not in the file: an emptied input, or what could not be written.
  const [own, setOwn] = useState<{ readonly text: string; readonly beside: string } | null>(null)
  const [refused, setRefused] = useState<string>()
  const typing = useRef({ from: '', last: '' })
  const begin = (): void => void (typing.current = { from: session.text(), last: session.text() })
  const text = own !== null && own.beside === now ? own.text : now
  const change = (next: string): void => {
    // Something else changed it, an undo perhaps: that is where typing begins now.
    if (session.text() !== typing.current.last) begin()
    const reason = next === '' && empty !== undefined ? null : write(next, typing.current.from)
    typing.current.last = session.text()
    setRefused(reason ?? undefined)
    setOwn((next === '' && empty !== undefined) || reason !== null ? { text: next, beside: now } : null)
  }
  const leave = (): void => {
    if (text === '' && now !== '') empty?.()
    setOwn(null)
    setRefused(undefined)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { from, last } = typing.current
    if (event.key !== 'Escape' || event.defaultPrevented || session.text() !== last || (own === null && last === from)) return
    event.preventDefault()
    setOwn(null)
    setRefused(undefined)
    session.replace(from)
    begin()
  }
  return {
    text, refused,
    input: { value: text, onChange: (event) => change(event.target.value), onFocus: begin, onBlur: leave, onKeyDown }
  }
}
