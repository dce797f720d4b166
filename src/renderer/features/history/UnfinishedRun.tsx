import { CirclePause, Hand, LoaderCircle } from 'lucide-react'
import type { RunInProgress } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatAmount } from '../../format'
import { useNavigation } from '../../stores/navigation'

const LOOKS = {
  running: { icon: LoaderCircle, tone: 'neutral', word: 'goes on' },
  stopping: { icon: LoaderCircle, tone: 'neutral', word: 'is being stopped' },
  waiting: { icon: Hand, tone: 'warning', word: 'waits for you' },
  interrupted: { icon: CirclePause, tone: 'warning', word: 'was interrupted' }
} as const

/** A run that has no record yet, because it has not ended. */
export function UnfinishedRun({ run }: { readonly run: RunInProgress }) {
  const go = useNavigation((state) => state.go)
  const { icon, tone, word } = LOOKS[run.status]
  const title = <>The {run.kind === 'undo' ? 'undo' : 'rollback'} of <UserText>{run.environment}</UserText> to <UserText>{run.to}</UserText> {word}, {formatAmount(run.stepsDone)} of {formatAmount(run.stepsTotal)} steps done.</>
  return (
    <Banner icon={icon} tone={tone} label={`Run of ${run.environment}`} title={title} actions={<Button onClick={() => go({ screen: 'run', runId: run.runId })}>Open run</Button>}>
      <UserText>{run.sentence}</UserText> Started <Time at={run.startedAt} /> by <UserText>{run.actor.user}</UserText>.
    </Banner>
  )
}
