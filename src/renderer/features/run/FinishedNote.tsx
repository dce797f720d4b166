import { useEffect } from 'react'
import { Banner } from '../../components/Banner'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useRun } from './run-store'
import { runSentence, toneOf } from './run-words'

const LINGER = 900

/** Goes on to the result by itself, unless somebody is reading the output. */
export function FinishedNote({ reading }: { readonly reading: boolean }) {
  const runId = useRun((run) => run.runId)
  const state = useRun((run) => run.state)
  const watched = useRun((run) => run.endedHere)
  const go = useNavigation((navigation) => navigation.go)
  useEffect(() => {
    if (!watched || reading) return
    const timer = setTimeout(() => go({ screen: 'result', runId }), LINGER)
    return () => clearTimeout(timer)
  }, [watched, reading, runId, go])
  if (state === null) return null
  return (
    <div className="run-note">
      <Banner tone={toneOf(state)} label="Ended" title={runSentence(state, 'finished')}>
        {state.result?.problem ? <UserText>{state.result.problem.message}</UserText> : 'The result says what serves now, and what proves it.'}
      </Banner>
    </div>
  )
}
