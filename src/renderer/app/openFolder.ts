import { problemOf } from '../../domain/problem'
import { notify } from '../components/Toast'
import { call } from '../stores/api'
import { useNavigation } from '../stores/navigation'
import { useProject } from '../stores/project'

/** Asks for a folder and opens it. */
export async function openFolder(): Promise<void> {
  try {
    const path = await call('app:choose-folder')
    if (path !== null) await openProject(path)
  } catch (error) {
    notify(problemOf(error).message, 'failed')
  }
}

/** Opens a project and shows its overview; where that fails, says why on the screen that asked. */
export async function openProject(path: string): Promise<boolean> {
  const opened = await useProject.getState().open(path)
  if (opened) useNavigation.getState().go({ screen: 'overview' })
  else if (useNavigation.getState().stack.at(-1)?.screen !== 'start') notifyProblem()
  return opened
}

function notifyProblem(): void {
  const { problem } = useProject.getState()
  if (problem) notify(`${problem.message} ${problem.next}`, 'failed')
}
