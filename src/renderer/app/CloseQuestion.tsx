import { allWait, goingMeans, goingState, goingTitle, type GoingRun } from '../../domain/going'
import { Dialog, type DialogAction } from '../components/Dialog'
import { UserText } from '../components/UserText'
import { call } from '../stores/api'
import { useNavigation } from '../stores/navigation'
import { useProject } from '../stores/project'
import { useUi } from '../stores/ui'
import { openProject } from './openFolder'

/** Asked when the window is to close while runs are not over, also those of projects that are not on the screen. */
export function CloseQuestion({ runs }: { readonly runs: readonly GoingRun[] }) {
  const answer = (choice: 'hide' | 'stay' | 'stop') => (): void => {
    useUi.setState({ closing: null })
    void call('app:close', { choice }).catch(() => undefined)
  }
  const [first] = runs
  const decide = (): void => {
    answer('stay')()
    if (first) void show(first)
  }
  const others: readonly DialogAction[] = allWait(runs)
    ? [{ label: 'Close, decide later', onClick: answer('stop') }, { label: 'Decide now…', onClick: decide }]
    : [{ label: 'Stop after this step', onClick: answer('stop') }, { label: 'Close, let it go on', onClick: answer('hide') }]
  return (
    <Dialog open onClose={answer('stay')} title={goingTitle(runs)} safe="Keep open" others={others}>
      <ul className="stack">{runs.map((run) => <li key={run.runId}><Line run={run} /></li>)}</ul>
      {goingMeans(runs).map((words) => <p key={words}>{words}</p>)}
    </Dialog>
  )
}

function Line({ run }: { readonly run: GoingRun }) {
  const { project, environment, kind, to } = run
  return (
    <>
      <b><UserText>{project}</UserText>{environment !== null && <>, <UserText>{environment}</UserText></>}</b>: {kind}{to !== null && <> to <UserText>{to}</UserText></>} {goingState(run)}
    </>
  )
}

async function show({ path, runId }: GoingRun): Promise<void> {
  if (path !== useProject.getState().path && !(await openProject(path))) return
  useNavigation.getState().go({ screen: 'run', runId })
}
