import { useEffect, useRef } from 'react'
import { Loading } from '../../components/Empty'
import { useKeys } from '../../components/useKeys'
import type { GuideStep, ScreenProps } from '../../app/routes'
import { useProjectPath } from '../../stores/project'
import { ChecksStep } from './ChecksStep'
import { CompareStep } from './CompareStep'
import { ConfirmStep } from './ConfirmStep'
import { nextStep, STEP_TITLES, STEPS, type Wanted } from './draft'
import { whyNot } from './form'
import { enter, exit, goToStep, useGuide } from './guide-store'
import { followGuide } from './guide-engine'
import { GuideBanner } from './GuideBanner'
import { GuideFoot } from './GuideFoot'
import { GuideHead } from './GuideHead'
import { PlanStep } from './PlanStep'
import { TargetStep } from './TargetStep'
import { STEP_HEADING } from './StepHeading'
import { useFormState } from './useFormState'
import './guide.css'

type Props = ScreenProps<'guide'>

/** From "where back to" to the confirmed plan, in five steps. */
export function GuideScreen({ route }: Props) {
  const open = useOpened(route)
  const step = useGuide(({ draft }) => draft.step)
  const state = useFormState()
  useStepFocus(step)
  const blocked = whyNot(state)
  useKeys({ enter: step === 'confirm' || blocked !== undefined ? undefined : () => goToStep(nextStep(step)) })
  if (!open) return <Loading label="Opening" lines={0} />
  return (
    <div className="guide">
      <GuideHead />
      <GuideBanner />
      <main className="guide-body" id="main">
        <Step />
      </main>
      <GuideFoot />
      <p className="sr" role="status">{`Step ${STEPS.indexOf(step) + 1} of ${STEPS.length}: ${STEP_TITLES[step]}. ${step === 'checks' ? blocked ?? 'No check blocks this rollback.' : ''}`}</p>
    </div>
  )
}

function Step() {
  const step = useGuide(({ draft }) => draft.step)
  switch (step) {
    case 'target': return <TargetStep />
    case 'compare': return <CompareStep />
    case 'checks': return <ChecksStep />
    case 'plan': return <PlanStep />
    case 'confirm': return <ConfirmStep />
  }
}

/** What the way here asked for wins over what was left here earlier. */
function wantedBy({ deploymentId, services, step }: Props['route']): Wanted {
  return {
    ...(deploymentId === undefined ? {} : { deploymentId }),
    ...(services === undefined ? {} : { services }),
    ...(step === undefined ? {} : { step })
  }
}

function useOpened(route: Props['route']): boolean {
  const project = useProjectPath()
  const { environment, undo = null } = route
  const wanted = JSON.stringify(wantedBy(route))
  useEffect(() => {
    enter({ project, environment, undo }, JSON.parse(wanted) as Wanted)
    const stop = followGuide()
    return () => {
      stop()
      exit()
    }
  }, [project, environment, undo, wanted])
  return useGuide(({ id }) => id.project === project && id.environment === environment && id.undo === undo)
}

/** Where there is something to choose or to fill in first, which a screen reader says with the heading. */
const FIRST: Partial<Record<GuideStep, string>> = { target: '.guide-main [role="grid"]', confirm: '.confirm-form textarea' }

/** A new step starts at what is to be done there; where it is only read, at its heading. */
function useStepFocus(step: GuideStep): void {
  const last = useRef(step)
  useEffect(() => {
    if (last.current === step) return
    last.current = step
    const first = FIRST[step]
    const place = first === undefined ? null : document.querySelector<HTMLElement>(first)
    ;(place ?? document.getElementById(STEP_HEADING))?.focus()
  }, [step])
}
