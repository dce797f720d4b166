import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { notify } from '../../components/Toast'
import { call } from '../../stores/api'
import { useProject, useProjectPath } from '../../stores/project'

type Asked = 'reset' | 'remove'

/** The demo is a real project that can be put back to its beginning, and taken away. */
export function DemoBar() {
  const project = useProjectPath()
  const { refresh, close } = useProject()
  const [asked, ask] = useState<Asked | null>(null)
  const [busy, setBusy] = useState<string>()
  const act = async (what: Asked): Promise<void> => {
    ask(null)
    setBusy(what === 'reset' ? 'It is being reset' : 'It is being removed')
    try {
      await call(`demo:${what}`, { project })
      if (what === 'remove') close()
      else await refresh(true)
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setBusy(undefined)
  }
  return (
    <aside className="demo-bar" aria-label="Demo project">
      <FlaskConical className="icon" aria-hidden="true" />
      <p className="sec">This is the demo: a small shop with real processes on this machine. Nothing of yours is touched. Roll back what fails, then look at the result.</p>
      <Button kind="quiet" disabledReason={busy} onClick={() => ask('reset')}>Reset…</Button>
      <Button kind="quiet" disabledReason={busy} onClick={() => ask('remove')}>Remove…</Button>
      {asked !== null && <Question asked={asked} onClose={() => ask(null)} onAct={() => void act(asked)} />}
    </aside>
  )
}

interface QuestionProps {
  readonly asked: Asked
  readonly onClose: () => void
  readonly onAct: () => void
}

function Question({ asked, onClose, onAct }: QuestionProps) {
  const reset = asked === 'reset'
  return (
    <Dialog open onClose={onClose} title={reset ? 'Put the demo back to its beginning?' : 'Remove the demo?'} safe="Keep it as it is" others={[{ label: reset ? 'Reset the demo' : 'Remove the demo', onClick: onAct }]}>
      <p>{reset ? 'Its processes are stopped, its folder is made anew, and its history starts again.' : 'Its processes are stopped and its folder is deleted, with its history and snapshots. It can be created again at any time.'}</p>
    </Dialog>
  )
}
