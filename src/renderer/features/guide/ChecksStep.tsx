import { useMemo } from 'react'
import type { Check } from '../../../domain/check'
import { Button } from '../../components/Button'
import { Empty } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { Region } from '../../components/Region'
import { useKeys } from '../../components/useKeys'
import { CheckDetail } from './CheckDetail'
import { groupChecks, openCheck, type CheckGroup } from './check-groups'
import { CheckList } from './CheckList'
import { checkAgain } from './guide-engine'
import { useGuide } from './guide-store'
import { StepHeading } from './StepHeading'
import { usePlan } from './useFormState'
import { blockWords, blockingChecks } from './words'
import './checks.css'

const NONE: readonly Check[] = []

/** Each check as it runs, with its finding, what to do about it, and the evidence. */
export function ChecksStep() {
  const groups = useGroups()
  const chosen = useGuide(({ draft }) => draft.check)
  const preparing = useGuide((state) => state.preparing !== null)
  const problem = useGuide((state) => state.problem)
  const open = openCheck(groups, chosen)
  useKeys({ r: preparing ? undefined : checkAgain })
  if (groups.length === 0 && problem !== null) {
    return <ProblemEmpty problem={problem} actions={<Button shortcut="r" onClick={() => checkAgain()}>Check again</Button>} />
  }
  return (
    <div className="checks">
      <StepHeading hidden><Answer /></StepHeading>
      <CheckList groups={groups} open={open?.id ?? null} />
      <Region label={open ? open.title : 'Detail'} className="check-detail">
        {open ? <CheckDetail check={open} /> : <Empty title="No check has finished yet">Each finding is shown here with its evidence.</Empty>}
      </Region>
    </div>
  )
}

function Answer() {
  const plan = usePlan()
  const forced = useGuide(({ draft }) => draft.forced)
  if (plan === null) return 'The checks are running'
  const count = blockingChecks(plan.checks, forced).length
  return count === 0 ? 'No check blocks this rollback' : blockWords(count)
}

/** While checks run, those that have finished; then all of them. */
function useGroups(): readonly CheckGroup[] {
  const forced = useGuide(({ draft }) => draft.forced)
  const running = useGuide(({ preparing }) => preparing?.checks ?? NONE)
  const plan = usePlan()
  const checks = plan?.checks ?? running
  return useMemo(() => groupChecks(checks, forced), [checks, forced])
}
