import { formatAmount } from '../../format'
import { StateIcon } from '../../components/State'
import type { Progress } from './useDemo'

/** What is done of the demo project so far. */
export function DemoProgress({ progress: { sentence, done, total } }: { readonly progress: Progress }) {
  return (
    <section className="panel pad demo-progress" aria-label="Creating the demo" role="status">
      <div className="rowflex run">
        <StateIcon kind="in-progress" />
        <h2 className="strong">{sentence}</h2>
        <span className="spacer" />
        {total > 1 && <span className="t12 mut">{formatAmount(done)} of {formatAmount(total)}</span>}
      </div>
      <progress className="bar-progress mt-3" value={done} max={Math.max(1, total)} aria-label="Progress of the demo" />
    </section>
  )
}
