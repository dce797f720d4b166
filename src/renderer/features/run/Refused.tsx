import { UserText } from '../../components/UserText'
import { useProjectPath } from '../../stores/project'
import { LockedBanner } from '../takeover/LockedBanner'
import { WaitingBanner } from '../takeover/WaitingBanner'
import { lookAgain } from './run-engine'
import { useRun } from './run-store'
import { stopWaiting, waitToResume } from './run-waiting'

/** Why what was asked for was not done, and what is waited for. */
export function Refused() {
  const project = useProjectPath()
  const refused = useRun((run) => run.refused)
  const since = useRun((run) => run.waitingSince)
  const runId = useRun((run) => run.runId)
  const environment = useRun((run) => run.state?.header.plan.environment ?? '')
  if (since !== null) return <WaitingBanner level={3} environment={environment} since={since} onStop={stopWaiting}>What is left to do is looked at then, to be confirmed on what is there then.</WaitingBanner>
  if (refused === null) return null
  if (refused.code === 'environment-locked') {
    return <LockedBanner environment={environment} refused={refused} onWait={() => void waitToResume(project, runId, environment)} onTaken={() => void lookAgain(project, runId)} />
  }
  return (
    <div className="fail" role="alert">
      <p><UserText>{`${refused.message} ${refused.next}`}</UserText></p>
      {refused.changes !== undefined && <ul className="changes">{refused.changes.map((change) => <li key={change}><UserText>{change}</UserText></li>)}</ul>}
    </div>
  )
}
