import { Database, Layers, Timer } from 'lucide-react'
import type { PreparedView } from '../../../domain/views'
import { State } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { useGuide, type GuideState } from './guide-store'
import { useFormState, usePlan } from './useFormState'
import { blockingChecks, blockWords, dataWords, downWords } from './words'

/** The whole rollback in one line. */
export function Summary() {
  const plan = usePlan()
  const state = useFormState()
  return (
    <div className="summary" role="group" aria-label="Summary of this rollback">
      <Ways />
      <Services />
      {plan !== null && <Costs plan={plan} />}
      {plan === null && state.busy && <span><State kind="in-progress">looking at what differs</State></span>}
      {plan === null && state.failed && <span><State kind="failed">no plan</State></span>}
    </div>
  )
}

const versions = ({ id, targets, prepared, draft }: GuideState): { readonly from: string | null; readonly to: string | null } => {
  // An undo has no target to choose: it goes back to what was there before the run.
  const wanted = id.undo === null ? draft.deploymentId : null
  const chosen = targets?.rows.find(({ deploymentId }) => deploymentId === wanted)
  const view = prepared?.view
  const same = view !== undefined && (wanted === null || view.to.deploymentId === wanted)
  return { from: view?.from?.version ?? targets?.current?.version ?? null, to: chosen?.version ?? (same && view.to.version !== '' ? view.to.version : null) }
}

function Ways() {
  const environment = useGuide(({ id }) => id.environment)
  const from = useGuide((state) => versions(state).from)
  const to = useGuide((state) => versions(state).to)
  const isSame = from !== null && from === to
  return (
    <span className="summary-way">
      <b><UserText clip>{environment}</UserText></b>
      <span className="rowflex">
        {!isSame && <>
          {from === null ? <span className="mut">nothing recorded</span> : <UserText clip>{from}</UserText>}
          <span className="arrow" aria-hidden="true"> → </span><span className="sr">to</span>
        </>}
        {to === null ? <span className="mut">…</span> : <b><UserText clip>{isSame ? `${to} again` : to}</UserText></b>}
      </span>
    </span>
  )
}

function Services() {
  const all = useGuide(({ targets }) => targets?.services.length ?? null)
  const chosen = useGuide(({ draft }) => draft.services?.length ?? null)
  if (all === null || all === 0) return null
  const text = chosen === null ? formatCount(all, 'service') : `${chosen} of ${formatCount(all, 'service')}`
  return <span className="opt"><Layers className="icon" aria-hidden="true" />{text}</span>
}

function Costs({ plan }: { readonly plan: PreparedView }) {
  const forced = useGuide(({ draft }) => draft.forced)
  const blocking = blockingChecks(plan.checks, forced).length
  const data = dataWords(plan)
  return (
    <>
      {data !== null && (
        <span className={data.lost ? 'fail' : undefined}><Database className="icon" aria-hidden="true" /><span className="clip">{data.text}</span></span>
      )}
      {plan.plan !== null && <span className={blocking > 0 ? 'opt' : undefined}><Timer className="icon" aria-hidden="true" />{downWords(plan)}</span>}
      {blocking > 0 && <span><State kind="blocks"><b>{blockWords(blocking, '').trim()}</b></State></span>}
      {forced.length > 0 && blocking === 0 && <span><State kind="warning">{`${formatCount(forced.length, 'check')} overridden`}</State></span>}
    </>
  )
}
