import { useState } from 'react'
import type { PreparedView } from '../../../domain/views'
import { shortHash } from '../../../domain/text'
import { Band } from '../../components/Band'
import { Button } from '../../components/Button'
import { CopyButton } from '../../components/CopyButton'
import { Empty, Loading } from '../../components/Empty'
import { exportChoices } from '../../components/exportChoices'
import { ExportMenu } from '../../components/ExportMenu'
import { ProblemEmpty } from '../../components/ProblemView'
import { StateIcon } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { checkAgain } from './guide-engine'
import { goToStep, useGuide } from './guide-store'
import { PlanTable } from './PlanTable'
import { StepHeading } from './StepHeading'
import { usePlanMarkdown } from './usePlanMarkdown'
import { usePlan } from './useFormState'
import { planTitle } from './words'
import './plan.css'

/** Every command before it runs. */
export function PlanStep() {
  const plan = usePlan()
  const problem = useGuide((state) => state.problem)
  if (plan === null && problem !== null) return <ProblemEmpty problem={problem} actions={<Button onClick={() => checkAgain()}>Make the plan again</Button>} />
  if (plan === null) return <Loading label="Making the plan" lines={10} />
  if (plan.plan === null) return <NoPlan />
  return (
    <div className="guide-stack">
      <PlanTop view={plan} />
      <PlanTable view={plan} />
      <Notes notes={plan.plan.notes} />
    </div>
  )
}

const WHYS = { pdf: 'to hand on, or to print', html: 'one file, for any browser', csv: 'a row for each step', json: 'everything, for programs' }

function PlanTop({ view }: { readonly view: PreparedView }) {
  const markdown = usePlanMarkdown()
  const steps = view.plan?.steps.length ?? 0
  return (
    <div className="plan-top">
      <div className="rowflex">
        <StepHeading>{planTitle(view)}</StepHeading>
        <span className="spacer" />
        <ExportMenu kind="quiet" choices={exportChoices({ kind: 'plan', request: view.request, planHash: view.plan?.hash ?? null }, WHYS)} />
        <CopyButton kind="quiet" label="Copy as Markdown" text={markdown} said={`Plan copied, ${formatCount(steps, 'step')}.`} />
      </div>
      <PlanHash hash={view.plan?.hash ?? ''} at={view.preparedAt} />
      <div className="mt-3"><Band {...view.band} /></div>
    </div>
  )
}

function PlanHash({ hash, at }: { readonly hash: string; readonly at: string }) {
  const [whole, setWhole] = useState(false)
  return (
    <p className="sec plan-hash">
      Only these commands run. Plan <code title={hash}>{whole ? hash : shortHash(hash)}</code>{' '}
      <button type="button" className="link t12" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? 'Show 8 digits' : 'Show all 64'}</button>
      <CopyButton kind="quiet" iconOnly label="Copy the plan's whole hash" text={hash} said="Hash copied, 64 digits." />
      {' '}holds for what was observed at <Time at={at} style="clock-second" />; if anything changes before you confirm, the run is refused.
    </p>
  )
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <section className="plan-notes" aria-label="Left as it is">
      {notes.map((note) => <p key={note} className="callout"><span className="warn"><StateIcon kind="warning" /></span><UserText>{note}</UserText></p>)}
    </section>
  )
}

function NoPlan() {
  return (
    <Empty title="No plan can be made" actions={<Button kind="primary" onClick={() => goToStep('checks')}>See the checks</Button>}>
      <p>A check says why, and what can be done. Nothing was changed.</p>
    </Empty>
  )
}
