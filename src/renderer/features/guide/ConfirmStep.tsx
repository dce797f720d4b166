import type { PreparedView } from '../../../domain/views'
import { shortHash } from '../../../domain/text'
import { Band } from '../../components/Band'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatCount, formatSpan } from '../../format'
import { ConfirmForm } from './ConfirmForm'
import { Effects } from './Effects'
import { checkAgain } from './guide-engine'
import { goToStep, useGuide } from './guide-store'
import { StepHeading } from './StepHeading'
import { useLastPlan } from './useFormState'
import './confirm.css'

/** What will happen, and the reason, the tick and the name that make it happen. */
export function ConfirmStep() {
  const plan = useLastPlan()
  const problem = useGuide((state) => state.problem)
  if (plan === null && problem !== null) return <ProblemEmpty problem={problem} actions={<Button onClick={() => checkAgain()}>Make the plan again</Button>} />
  if (plan === null) return <Loading label="Making the plan" lines={10} />
  return (
    <div className="guide-columns">
      <Region label="What will happen" className="guide-main confirm-what">
        <Answer view={plan} />
        <div className="mt-4"><Band {...plan.band} /></div>
        <Effects view={plan} />
      </Region>
      <ConfirmForm view={plan} />
    </div>
  )
}

function Answer({ view }: { readonly view: PreparedView }) {
  const { plan, band, from, to, request } = view
  const about = band.measured && band.total !== null ? `, about ${formatSpan(band.total)}` : ', expected time not measured yet'
  return (
    <>
      <StepHeading>
        <UserText>{request.environment}</UserText> goes back {from !== null && from.deploymentId !== to.deploymentId && <>from <UserText>{from.version}</UserText> </>}to <UserText>{to.version}</UserText>
      </StepHeading>
      <p className="sec">
        {`${formatCount(plan?.steps.length ?? 0, 'step')}${about}. `}
        {plan !== null && <>Plan <code title={plan.hash}>{shortHash(plan.hash)}</code>, checked <Time at={view.preparedAt} style="clock-second" />. </>}
        <button type="button" className="link" onClick={() => goToStep('plan')}>See every command</button>
      </p>
    </>
  )
}
