import { Button } from '../../components/Button'
import { useNavigation } from '../../stores/navigation'
import { nextStep, previousStep, STEP_TITLES } from './draft'
import { whyNot } from './form'
import { goToStep, useGuide } from './guide-store'
import { Summary } from './Summary'
import { useFormState } from './useFormState'

/** The summary stays next to the button that continues. */
export function GuideFoot() {
  const step = useGuide(({ draft }) => draft.step)
  return (
    <footer className="guide-foot" data-region tabIndex={-1}>
      <Summary />
      <BackButton />
      {step !== 'confirm' && <ContinueButton />}
    </footer>
  )
}

function BackButton() {
  const step = useGuide(({ draft }) => draft.step)
  const leave = useNavigation((state) => state.back)
  if (step === 'target') return <Button large onClick={leave}>Cancel</Button>
  return <Button large onClick={() => goToStep(previousStep(step))}>Back</Button>
}

function ContinueButton() {
  const step = useGuide(({ draft }) => draft.step)
  const why = whyNot(useFormState())
  const next = nextStep(step)
  return (
    <Button kind="primary" large shortcut={why === undefined ? 'enter' : undefined} disabledReason={why} onClick={() => goToStep(next)}>
      {`Continue to ${STEP_TITLES[next].toLowerCase()}`}
    </Button>
  )
}
