import type { Problem } from '../../../domain/problem'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { UserText } from '../../components/UserText'
import { HeldActions } from '../takeover/HeldActions'
import { WaitingBanner } from '../takeover/WaitingBanner'
import { useGuide, goToStep } from './guide-store'
import { checkAgain } from './guide-engine'
import { stopWaiting, waitForFree } from './guide-waiting'
import { changedWords, refusedWords } from './words'

/** What happened while the guide was open. */
export function GuideBanner() {
  return (
    <div className="guide-banners">
      <Refused />
      <Waiting />
      <ChangedSince />
      <Failed />
    </div>
  )
}

function ChangedSince() {
  const changed = useGuide((state) => state.changed)
  const step = useGuide(({ draft }) => draft.step)
  const refused = useGuide((state) => state.refused !== null)
  if (changed === null || refused) return null
  const close = (): void => useGuide.setState({ changed: null })
  return (
    <Banner
      label="Changed since" title={`${changedWords(changed.parts)}, so it was made anew`}
      actions={step === 'confirm' ? <Button onClick={() => goToStep('plan')}>See the new plan</Button> : <Button onClick={close}>Understood</Button>}
    >
      {changed.difference} What you typed is still here.
    </Banner>
  )
}

function Refused() {
  const refused = useGuide((state) => state.refused)
  if (refused === null) return null
  return (
    <Banner tone="failed" label="Not started" title={refused.message} actions={<WaysOn refused={refused} />}>
      {refused.changes === undefined ? <UserText>{refusedWords(refused)}</UserText> : <Changes changes={refused.changes} />}
    </Banner>
  )
}

function Changes({ changes }: { readonly changes: readonly string[] }) {
  return <span className="changed-since">{changes.map((change) => <span key={change} className="block">• <UserText>{change}</UserText></span>)}</span>
}

function WaysOn({ refused }: { readonly refused: Problem }) {
  const environment = useGuide(({ id }) => id.environment)
  const looking = useGuide((state) => state.preparing !== null)
  if (refused.code === 'environment-locked') return <HeldActions environment={environment} holder={refused.holder ?? null} onWait={() => void waitForFree()} onTaken={checkAgain} />
  if (refused.code !== 'stale-plan') return <Button onClick={() => checkAgain()}>Make a new plan</Button>
  const [step, title] = refused.blockedBy ? (['checks', 'See the checks'] as const) : (['plan', 'See the new plan'] as const)
  const see = (): void => {
    useGuide.setState({ refused: null })
    goToStep(step)
  }
  return <Button disabledReason={looking ? 'The new plan is being made.' : undefined} onClick={see}>{title}</Button>
}

function Waiting() {
  const since = useGuide((state) => state.waitingSince)
  const environment = useGuide(({ id }) => id.environment)
  if (since === null) return null
  return <WaitingBanner environment={environment} since={since} onStop={stopWaiting}>The plan is made anew then, to be confirmed on what is there then. What you typed stays.</WaitingBanner>
}

function Failed() {
  const problem = useGuide((state) => state.problem)
  const shown = useGuide((state) => state.prepared !== null && state.draft.step !== 'target')
  if (problem === null || !shown) return null
  return (
    <Banner tone="failed" label="No new plan" title={problem.message} actions={<Button onClick={() => checkAgain()}>Try again</Button>}>
      {problem.next} What is shown below is the plan made before.
    </Banner>
  )
}
