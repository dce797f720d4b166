import type { HolderView } from '../../../domain/holder'
import { Holder } from '../../components/Holder'
import { TakeOverButton } from '../takeover/TakeOverButton'
import { useRun } from './run-store'

/** The run waits, but another program asks its question. */
export function Elsewhere({ holder }: { readonly holder: HolderView }) {
  const environment = useRun((run) => run.state?.header.plan.environment ?? '')
  return (
    <div className="choices elsewhere">
      <p className="sec">It is decided where it was started: it is held by <Holder holder={holder} />, process {holder.pid}.</p>
      <TakeOverButton environment={environment} holder={holder} />
    </div>
  )
}
