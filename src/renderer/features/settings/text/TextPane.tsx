import { Redo2, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/Button'
import { formatCount } from '../../../format'
import type { Definition } from '../useDefinition'
import { corrected } from './correct'
import type { TextSession } from './session'
import { YamlEditor } from './YamlEditor'

export interface TextPaneProps {
  readonly definition: Definition
  readonly session: TextSession
  /** At the end of its bar: where only one of form and text is seen, the choice between them. */
  readonly children?: ReactNode
}

/** backstep.yaml as its text. */
export function TextPane({ definition, session, children }: TextPaneProps) {
  const { text, problems, changed, base } = definition
  const correctable = problems.find(({ correct }) => correct !== null)
  const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return (
    <section className="settings-text" aria-label="backstep.yaml">
      <div className="settings-text-bar">
        <span className="mono medium" title={base?.path}>backstep.yaml</span>
        <span className="t12 mut clip">{formatCount(lines, 'line')}{changed && ', changed'}</span>
        <span className="spacer" />
        {correctable?.correct && <Button onClick={() => session.replace(corrected(session.text(), correctable))}>{`Correct to ${correctable.correct.to}`}</Button>}
        <Button kind="quiet" iconOnly icon={Undo2} title="Undo" shortcut="mod+z" disabledReason={session.canUndo() ? undefined : 'Nothing to take back'} onClick={session.undo}>Undo</Button>
        <Button kind="quiet" iconOnly icon={Redo2} title="Redo" disabledReason={session.canRedo() ? undefined : 'Nothing to do again'} onClick={session.redo}>Redo</Button>
        {children}
      </div>
      <YamlEditor session={session} problems={problems} />
    </section>
  )
}
