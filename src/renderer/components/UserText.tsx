import { memo, type ReactNode } from 'react'
import { visiblePieces, visibleText, type Lines } from './visible'

export interface UserTextProps {
  /** What a person, a file or a program wrote. */
  readonly children: string
  /** One line with an ellipsis, and the whole text as a tooltip. */
  readonly clip?: boolean
  readonly className?: string
}

/** User data: its direction stays its own, and characters that would act or hide are shown as symbols. */
export const UserText = memo(function UserText({ children, clip, className }: UserTextProps) {
  const names = [clip ? 'clip' : '', className ?? ''].filter(Boolean).join(' ')
  return (
    <bdi className={names || undefined} title={clip ? visibleText(children, 'one') : undefined}>
      {visible(children, clip ? 'one' : 'many')}
    </bdi>
  )
})

/** The same without an element of its own, for places that already isolate direction. */
export const Visible = ({ text }: { readonly text: string }) => visible(text)

/** What of it is shown: text, and a symbol for each character that would act or hide. */
export function visible(text: string, lines: Lines = 'many'): ReactNode {
  const pieces = visiblePieces(text, lines)
  if (pieces.length === 1 && !pieces[0]?.unseen) return text
  return pieces.map((piece, index) =>
    piece.unseen ? <span key={index} className="unseen">{piece.text}</span> : piece.text
  )
}
