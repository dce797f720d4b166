import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { useGuide, goToStep } from './guide-store'
import { checkAgain } from './guide-engine'
import { changedWords } from './words'

/** What happened while the guide was open. */
export function GuideBanner() {
  return (
    <div className="guide-banners">
      <Refused />
      <ChangedSince />
      <Failed />
    </div>
  )
}

function ChangedSince() {
  const changed = useGuide((state) => state.changed)
  const step = useGuide(({ draft }) => draft.step)
  if (changed === null) return null
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
    <Banner
      tone="failed" label="Not started" title={refused.message}
      actions={<Button onClick={() => checkAgain()}>Make a new plan</Button>}
    >
      Nothing was changed. {refused.next}
    </Banner>
  )
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
