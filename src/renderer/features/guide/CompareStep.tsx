import type { PreparedView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { useNavigation } from '../../stores/navigation'
import { BesidesPanel } from './BesidesPanel'
import { CommitsPanel } from './CommitsPanel'
import { CompareTabs } from './CompareTabs'
import { ConfigPanel } from './ConfigPanel'
import { FilesPanel } from './FilesPanel'
import { checkAgain } from './guide-engine'
import { goToStep, useGuide } from './guide-store'
import { ReleasesPanel } from './ReleasesPanel'
import { SchemaPanels } from './SchemaPanels'
import { StepHeading } from './StepHeading'
import { usePlan } from './useFormState'
import './compare.css'

/** What differs between what runs and the target, in the direction of travel. */
export function CompareStep() {
  const plan = usePlan()
  return (
    <div className="guide-stack">
      <StepHeading hidden>What differs</StepHeading>
      {plan === null ? <Waiting /> : <Comparison plan={plan} />}
    </div>
  )
}

function Waiting() {
  const problem = useGuide((state) => state.problem)
  if (problem === null) return <Loading label="Comparing what runs with the target" lines={8} />
  return <ProblemEmpty problem={problem} actions={<Button onClick={() => checkAgain()}>Compare again</Button>} />
}

function Comparison({ plan }: { readonly plan: PreparedView }) {
  const tab = useGuide(({ draft }) => draft.tab)
  if (plan.to.version === '') return <NoTarget />
  if (plan.comparison.empty) return <Same plan={plan} />
  return (
    <>
      <CompareTabs plan={plan} />
      {tab === 'all' ? <All plan={plan} /> : <One plan={plan} />}
    </>
  )
}

function All({ plan }: { readonly plan: PreparedView }) {
  const { comparison, to } = plan
  return (
    <div className="compare">
      <Region label="Schema, configuration and releases" className="compare-column">
        <BesidesPanel comparison={comparison} />
        <SchemaPanels schemas={comparison.schemas} />
        <ConfigPanel comparison={comparison} />
        <ReleasesPanel comparison={comparison} target={to.version} />
      </Region>
      <Region label="Commits and files" className="compare-column">
        <CommitsPanel comparison={comparison} short />
        <FilesPanel plan={plan} />
      </Region>
    </div>
  )
}

function One({ plan }: { readonly plan: PreparedView }) {
  const tab = useGuide(({ draft }) => draft.tab)
  const { comparison, to } = plan
  if (tab === 'files') return <div className="compare-one compare-one--fill"><FilesPanel plan={plan} listed /></div>
  return (
    <Region label="Differences" className="compare-one">
      {tab === 'schema' && <SchemaPanels schemas={comparison.schemas} />}
      {tab === 'config' && <ConfigPanel comparison={comparison} />}
      {tab === 'releases' && <ReleasesPanel comparison={comparison} target={to.version} />}
      {tab === 'commits' && <CommitsPanel comparison={comparison} />}
    </Region>
  )
}

function Same({ plan }: { readonly plan: PreparedView }) {
  const back = useNavigation((state) => state.back)
  return (
    <Empty title={`Nothing differs from ${plan.to.version}`} actions={<Button onClick={back}>Close</Button>}>
      <p>What runs is already as the target was: services, configuration and databases. There is nothing to roll back.</p>
    </Empty>
  )
}

function NoTarget() {
  return (
    <Empty title="There is nothing to compare with" actions={<Button kind="primary" onClick={() => goToStep('checks')}>See the checks</Button>}>
      <p>A check says why there is no target, and what can be done.</p>
    </Empty>
  )
}
