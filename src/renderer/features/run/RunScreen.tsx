import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../components/Button'
import { Loading } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import type { ScreenProps } from '../../app/routes'
import { useNavigation } from '../../stores/navigation'
import { useProjectPath } from '../../stores/project'
import { DecisionArea } from './DecisionArea'
import { FinishedNote } from './FinishedNote'
import { OutputPane } from './OutputPane'
import { Rail } from './Rail'
import { followRun, outputOf, resume } from './run-engine'
import { RunHead } from './RunHead'
import type { RunOutput } from './run-output'
import { situationOf, useRun } from './run-store'
import { runSentence } from './run-words'
import './run.css'

/** A run as it happens: steps on the left, output on the right, and the decision when one is needed. */
export function RunScreen({ route: { runId, resume: wanted } }: ScreenProps<'run'>) {
  const project = useProjectPath()
  const output = useMemo(() => outputOf(project, runId), [project, runId])
  useEffect(() => followRun(project, runId, output), [project, runId, output])
  const known = useRun((run) => run.state !== null && run.runId === runId)
  useResume(project, runId, known && wanted === true)
  const problem = useRun((run) => run.problem)
  if (!known) return problem === null ? <Loading label="Reading the run" lines={8} /> : <NotRead />
  return <Open output={output} />
}

/** Once for each way here that asks for it; a reload of the window asks nothing again. */
function useResume(project: string, runId: string, wanted: boolean): void {
  const interrupted = useRun((run) => situationOf(run) === 'interrupted')
  useEffect(() => {
    if (!wanted) return
    useNavigation.setState(({ stack }) => ({ stack: [...stack.slice(0, -1), { screen: 'run', runId }] }))
    if (interrupted) void resume(project, runId)
  }, [project, runId, wanted, interrupted])
}

function Open({ output }: { readonly output: RunOutput }) {
  const [step, chooseStep] = useState<string | null>(null)
  const [reading, setReading] = useState(false)
  const situation = useRun(situationOf)
  return (
    <div className="runview">
      <RunHead />
      <Rail chosen={step} onChoose={chooseStep} />
      <main className="run-main" id="main">
        {(situation === 'waiting' || situation === 'interrupted') && <DecisionArea />}
        {situation === 'finished' && <FinishedNote reading={reading} />}
        <OutputPane output={output} step={step} onStep={chooseStep} onReading={setReading} />
      </main>
      <Announcement />
    </div>
  )
}

/** Said to screen readers: changes of state and step, never output. */
function Announcement() {
  const sentence = useRun((run) => (run.state === null ? '' : runSentence(run.state, situationOf(run))))
  return <p className="sr" role="status">{sentence}</p>
}

function NotRead() {
  const problem = useRun((run) => run.problem)
  const back = useNavigation((state) => state.back)
  if (problem === null) return null
  return <main className="run-main" id="main"><ProblemEmpty problem={problem} actions={<Button onClick={back}>Go back</Button>} /></main>
}
