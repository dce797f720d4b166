import { Check } from 'lucide-react'
import { Button } from '../../components/Button'
import { UserText } from '../../components/UserText'
import type { GuideStep } from '../../app/routes'
import { useNavigation } from '../../stores/navigation'
import { STEP_TITLES, STEPS } from './draft'
import { goToStep, useGuide } from './guide-store'

/** What is being done, how far it is, and the way out. */
export function GuideHead() {
  const back = useNavigation((state) => state.back)
  const { environment, undo } = useGuide(({ id }) => id)
  const here = useGuide(({ draft }) => STEPS.indexOf(draft.step))
  return (
    <header className="guide-head" data-region tabIndex={-1}>
      <h1>{undo === null ? 'Roll back' : 'Undo in'} <UserText>{environment}</UserText></h1>
      <ol className="steps" aria-label="Steps">
        {STEPS.map((step, index) => (
          <li key={step}>{index < here ? <DoneStep step={step} /> : <StepName step={step} index={index} current={index === here} />}</li>
        ))}
      </ol>
      <Button kind="quiet" shortcut="esc" onClick={back}>Close</Button>
    </header>
  )
}

function DoneStep({ step }: { readonly step: GuideStep }) {
  return (
    <button type="button" className="step is-done" onClick={() => goToStep(step)}>
      <span className="n"><Check className="icon" aria-hidden="true" /></span>
      {STEP_TITLES[step]}
      <span className="sr"> (done)</span>
    </button>
  )
}

function StepName({ step, index, current }: { readonly step: GuideStep; readonly index: number; readonly current: boolean }) {
  return (
    <span className="step" aria-current={current ? 'step' : undefined}>
      <span className="n">{index + 1}</span>
      {STEP_TITLES[step]}
    </span>
  )
}
