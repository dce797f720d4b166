import { useState } from 'react'
import { problemOf, type Problem } from '../../../domain/problem'
import { openProject } from '../../app/openFolder'
import { Button } from '../../components/Button'
import { ProblemBanner } from '../../components/ProblemView'
import { call } from '../../stores/api'
import { useProject } from '../../stores/project'

/** Codes after which a first backstep.yaml can be written. */
const CAN_BE_SET_UP = ['not-a-project', 'no-project', 'project-not-found', 'settings-missing']

/** Why a project could not be opened, and what to do about it. */
export function OpenProblem({ demoProblem }: { readonly demoProblem: Problem | null }) {
  const openingProblem = useProject((state) => state.problem)
  const problem = demoProblem ?? openingProblem
  if (problem === null) return null
  const folder = CAN_BE_SET_UP.includes(problem.code) ? problem.place?.file : undefined
  return (
    <ProblemBanner
      problem={problem}
      tone={folder === undefined ? 'failed' : 'warning'}
      actions={folder === undefined ? undefined : <SetUp folder={folder} />}
    />
  )
}

function SetUp({ folder }: { readonly folder: string }) {
  const [busy, setBusy] = useState(false)
  const setUp = async (): Promise<void> => {
    setBusy(true)
    try {
      const project = await call('project:init', { path: folder })
      await openProject(project.path)
    } catch (error) {
      useProject.setState({ problem: problemOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button kind="primary" disabledReason={busy ? 'It is being set up' : undefined} onClick={() => void setUp()}>Set up this folder</Button>
  )
}
