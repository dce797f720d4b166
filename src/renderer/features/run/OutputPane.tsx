import { ArrowDownToLine } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from '../../components/Button'
import { Log } from '../../components/Log'
import { Segmented } from '../../components/Segmented'
import { SearchInput } from '../../components/SearchInput'
import { formatAmount, formatCount } from '../../format'
import { CopyOutput } from './CopyOutput'
import { logLine } from './log-line'
import type { RunOutput } from './run-output'
import { situationOf, useRun } from './run-store'
import { stepsNow } from './run-words'
import { useSearch } from './useSearch'

interface OutputPaneProps {
  readonly output: RunOutput
  /** The step chosen in the rail. */
  readonly step: string | null
  readonly onStep: (step: string | null) => void
  /** Somebody reads: scrolled away from the end, or searches. */
  readonly onReading: (reading: boolean) => void
}
type Which = 'all' | 'step' | 'errors'

/** What the run prints: follow it, search it, narrow it down, copy it. */
export function OutputPane({ output, step, onStep, onReading }: OutputPaneProps) {
  useSyncExternalStore(output.subscribe, output.getVersion)
  const [follow, setFollow] = useState(true)
  const [which, setWhich] = useWhich(output, step, onStep)
  const search = useSearch(output)
  const live = useRun((run) => ['running', 'stopping'].includes(situationOf(run)))
  const failed = useRun((run) => run.state?.steps)
  const reading = !follow || search.text !== ''
  useEffect(() => onReading(reading), [reading, onReading])
  const segments = [{ value: 'all', label: 'All' }, { value: 'step', label: 'This step' }, { value: 'errors', label: 'Errors', count: output.errors }] as const
  return (
    <>
      <div className="out-bar" role="group" aria-label="Output">
        <h2 className="sr">Output</h2>
        <SearchInput label="Search output" value={search.text} onChange={search.set} onKeyDown={search.onKeyDown}>
          {search.text === '' ? (output.isOpen || output.count > 0 ? formatCount(output.count, 'line') : 'Reading') : `${formatAmount(search.place)} of ${formatAmount(output.matches.length)}`}
        </SearchInput>
        <Segmented label="Which output" segments={segments} chosen={which} onChoose={setWhich} />
        <Button icon={ArrowDownToLine} pressed={follow && search.current < 0} onClick={() => setFollow(!follow)}>Follow</Button>
        <CopyOutput output={output} />
      </div>
      <Log
        label="Output, newest last" count={output.count} lineAt={(index) => logLine(output.lineAt(index), failed)} follow={follow && search.current < 0}
        onFollow={setFollow} search={search.text === '' ? undefined : search.text} current={search.current} live={live}
      />
    </>
  )
}

function useWhich(output: RunOutput, chosen: string | null, onStep: (step: string | null) => void): readonly [Which, (which: Which) => void] {
  const [which, setWhich] = useState<Which>('all')
  const inHand = useRun(({ state }) => (state === null ? null : state.decision?.step ?? stepsNow(state)[0]?.id ?? lastStep(state.steps)))
  const shown = chosen !== null ? 'step' : which
  const step = shown === 'step' ? chosen ?? inHand : null
  useEffect(() => {
    void output.setFilter({ step, errorsOnly: shown === 'errors' })
  }, [output, step, shown])
  const choose = (next: Which): void => {
    if (next !== 'step') onStep(null)
    setWhich(next)
  }
  return [shown, choose]
}

const lastStep = (steps: Readonly<Record<string, { readonly id: string; readonly startedAt: string | null }>>): string | null =>
  Object.values(steps).filter(({ startedAt }) => startedAt !== null).at(-1)?.id ?? null
