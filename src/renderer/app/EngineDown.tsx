import { Banner } from '../components/Banner'
import { useUi } from '../stores/ui'

/** While the engine is started again: what is shown may be old, what runs is found again. */
export function EngineDown() {
  const { up, problem } = useUi((state) => state.engine)
  if (up) return null
  return (
    <div className="over-all">
      <Banner tone="failed" label="Engine" title={problem?.message ?? 'The engine has stopped and is being started again'}>
        {problem?.next ?? 'Nothing is lost: a run that went on is found again with its last confirmed step.'}
      </Banner>
    </div>
  )
}
