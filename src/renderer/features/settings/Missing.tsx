import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { UserText } from '../../components/UserText'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProject, useProjectPath } from '../../stores/project'
import { applyEdits } from '../../../domain/yaml-edit'
import type { TextSession } from './text/session'
import type { Definition } from './useDefinition'

/** A project without backstep.yaml: a first one from what is found, or one that is made in the form. */
export function Missing({ definition, session }: { readonly definition: Definition; readonly session: TextSession }) {
  const project = useProjectPath()
  const name = useProject((state) => state.project?.name) ?? ''
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
  const begin = (): void => {
    const first = applyEdits('', [{ kind: 'set', path: ['version'], value: 1 }, { kind: 'set', path: ['name'], value: name === '' ? 'project' : name }, { kind: 'set', path: ['environments'], value: {} }])
    if (first.ok) session.replace(first.text)
  }
  const actions = (
    <>
      <Button kind="primary" disabledReason={busy ? 'It is being written now' : undefined} onClick={() => void write()}>Write a first one</Button>
      <Button onClick={begin}>Begin with an empty one</Button>
    </>
  )
  return (
    <Empty title="There is no backstep.yaml yet" actions={actions}>
      <p>It names the environments, their services and databases. A first one is written from what is found in the folder: look through it before you rely on it. Or begin with an empty one, in the form: nothing is written before you save it.</p>
      <p className="mono t12"><UserText>{definition.base?.path ?? ''}</UserText></p>
    </Empty>
  )
}
