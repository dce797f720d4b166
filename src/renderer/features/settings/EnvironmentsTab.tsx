import { lazy, Suspense, useEffect, useState } from 'react'
import { problemOf } from '../../../domain/problem'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProjectPath } from '../../stores/project'
import { corrected } from './correct'
import { ProblemsPane } from './ProblemsPane'
import type { Definition } from './useDefinition'

const YamlEditor = lazy(async () => ({ default: (await import('./YamlEditor')).YamlEditor }))

export interface EnvironmentsTabProps {
  readonly definition: Definition
  /** The line to begin at. */
  readonly line: number | undefined
}

interface Jump { readonly line: number; readonly column: number }

/** backstep.yaml as text, with what is wrong in it. */
export function EnvironmentsTab({ definition, line }: EnvironmentsTabProps) {
  const { base, text, problems, problem } = definition
  const [jump, setJump] = useState<Jump | undefined>(line === undefined ? undefined : { line, column: 1 })
  useEffect(() => {
    if (line !== undefined) setJump({ line, column: 1 })
  }, [line])
  if (base === undefined) {
    if (problem) return <ProblemEmpty problem={problem} actions={<Button onClick={definition.reload}>Read again</Button>} />
    return <Loading label="Reading backstep.yaml" lines={12} />
  }
  if (!base.exists && !definition.changed) return <Missing definition={definition} />
  const correctable = problems.find(({ correct }) => correct !== null)
  return (
    <div className="split settings-split">
      <section className="settings-text" aria-label="backstep.yaml">
        <div className="settings-text-bar">
          <span className="mono medium">backstep.yaml</span>
          <span className="t12 mut nowrap">{formatCount(text.split('\n').length - (text.endsWith('\n') ? 1 : 0), 'line')}{definition.changed && ', changed'}</span>
          <span className="spacer" />
          {correctable?.correct && <Button onClick={() => definition.setText(corrected(text, correctable))}>{`Correct to ${correctable.correct.to}`}</Button>}
        </div>
        <Notices definition={definition} />
        <Suspense fallback={<Loading label="Opening the editor" lines={12} />}>
          <YamlEditor text={text} onChange={definition.setText} problems={problems} jump={jump} />
        </Suspense>
      </section>
      <ProblemsPane definition={definition} onJump={setJump} />
    </div>
  )
}

function Notices({ definition }: { readonly definition: Definition }) {
  const { meanwhile, problem } = definition
  if (meanwhile === undefined && problem === undefined) return null
  const actions = (
    <>
      <Button onClick={definition.takeTheirs}>Reload the file</Button>
      <Button onClick={definition.keepMine}>Keep mine</Button>
    </>
  )
  return (
    <div className="settings-notice">
      {meanwhile && (
        <Banner label="Changed meanwhile" title={meanwhile.exists ? 'backstep.yaml was changed by another program meanwhile.' : 'backstep.yaml was removed by another program meanwhile.'} actions={actions}>
          Nothing was saved. Reload it and lose what was typed here, or keep this text: saving then shows what it changes in the file as it is now.
        </Banner>
      )}
      {problem && <ProblemBanner problem={problem} actions={<Button onClick={definition.reload}>Read again</Button>} />}
    </div>
  )
}

function Missing({ definition }: { readonly definition: Definition }) {
  const project = useProjectPath()
  const [busy, setBusy] = useState(false)
  const write = async (): Promise<void> => {
    setBusy(true)
    try {
      await call('project:init', { path: project })
      notify('A first backstep.yaml is written.', 'ok')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setBusy(false)
    definition.reload()
  }
  const actions = <Button kind="primary" disabledReason={busy ? 'It is being written now' : undefined} onClick={() => void write()}>Write a first one</Button>
  return (
    <Empty title="There is no backstep.yaml yet" actions={actions}>
      <p>It names the environments, their services and databases. A first one is written from what is found in the folder: look through it before you rely on it.</p>
      <p className="mono t12"><UserText>{definition.base?.path ?? ''}</UserText></p>
    </Empty>
  )
}
