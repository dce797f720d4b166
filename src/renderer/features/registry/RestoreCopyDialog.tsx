import { useState } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import type { RegistryCopiesView, RegistryCopyRow } from '../../../domain/views'
import { RadioCard } from '../../components/Choice'
import { Dialog } from '../../components/Dialog'
import { Loading } from '../../components/Empty'
import { ProblemBanner } from '../../components/ProblemView'
import { Time } from '../../components/Time'
import { notify } from '../../components/Toast'
import { UserText } from '../../components/UserText'
import { formatBytes, formatCount } from '../../format'
import { call } from '../../stores/api'
import { useProject, useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { CopyDifference } from './CopyDifference'

/** Which copy, what it brings and what it lacks, before it is put in place. */
export function RestoreCopyDialog({ onClose }: { readonly onClose: () => void }) {
  const project = useProjectPath()
  const copies = useCall('registry:copies', { project }, { refreshOn: ['registry'] })
  const [name, choose] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const view = copies.value
  const chosen = view?.copies.find((copy) => copy.name === name) ?? view?.copies[0]
  const restore = async (): Promise<void> => {
    if (!view || !chosen) return
    try {
      const { deployments } = await call('registry:restore', { project, copy: chosen.name, digest: view.digest })
      notify(`The registry was restored: ${formatCount(deployments, 'deployment')}.${view.digest === null ? '' : ' The damaged file is kept beside the copies.'}`)
      onClose()
      await useProject.getState().refresh(true)
    } catch (error) {
      setProblem(problemOf(error))
      copies.reload()
    }
  }
  return (
    <Dialog open wide onClose={onClose} title="Put a good copy of the registry in place?" safe="Leave it as it is" others={chosen ? [{ label: 'Restore this copy', onClick: () => void restore() }] : []}>
      {problem && <ProblemBanner problem={problem} level={3} />}
      {copies.problem && <ProblemBanner problem={copies.problem} level={3} />}
      {view ? <Choice view={view} chosen={chosen} onChoose={choose} /> : !copies.problem && <Loading label="Reading the copies" lines={4} />}
    </Dialog>
  )
}

function Choice({ view, chosen, onChoose }: { readonly view: RegistryCopiesView; readonly chosen: RegistryCopyRow | undefined; readonly onChoose: (name: string) => void }) {
  if (!chosen) return <p>There is no good copy. Take the file from a backup or from git, or correct it at the place that is named.</p>
  return (
    <>
      {view.problem && <p><UserText>{view.problem.message}</UserText></p>}
      <fieldset className="copies">
        <legend className="sr">Good copies</legend>
        {view.copies.map((copy, index) => (
          <RadioCard key={copy.name} name="registry-copy" value={copy.name} chosen={chosen.name} onChoose={onChoose} label={<><Time at={copy.takenAt} style="second" />{index === 0 && ', the newest'}</>}>
            {formatCount(copy.deployments, 'deployment')}, {formatBytes(copy.bytes)}{copy.newest && <>, up to <UserText>{`${copy.newest.environment} ${copy.newest.version}`}</UserText></>}
          </RadioCard>
        ))}
      </fieldset>
      <CopyDifference view={view} copy={chosen} />
    </>
  )
}
