import type { HistoryEntry } from '../../../domain/run'
import { UserText } from '../../components/UserText'
import { useProjectPath } from '../../stores/project'
import { useCall } from '../../stores/useCall'

/** What came to light after a run had ended, such as who left it as it is, and why. Its record was sealed before. */
export function SinceItEnded({ entry: { runId, warnings } }: { readonly entry: HistoryEntry }) {
  const project = useProjectPath()
  const { value } = useCall('history:show', { project, runId }, { refreshOn: ['runs'] })
  const since = value?.result.result.warnings.slice(warnings.length) ?? []
  if (since.length === 0) return null
  return (
    <section>
      <h3>Since it ended</h3>
      {since.map((sentence) => <p key={sentence} className="record-why"><UserText>{sentence}</UserText></p>)}
    </section>
  )
}
