import { ShieldAlert } from 'lucide-react'
import type { ResultView } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { useNavigation } from '../../stores/navigation'

/** What the screen shows is read from the journal, which anybody who can write the store can change: it is believed while its record holds. */
export function DistrustBanner({ view: { header, record: row } }: { readonly view: ResultView }) {
  const go = useNavigation((state) => state.go)
  if (row === null || row.trusted) return null
  return (
    <Banner
      tone="failed" icon={ShieldAlert} label="Result not trusted" title="This result cannot be trusted."
      actions={<Button onClick={() => go({ screen: 'history', runId: header.runId })}>Open the history</Button>}
    >
      {`Record ${row.record.number} of the history, or the journal of this run, is not as it was written. What stands below may not be what happened.`}
    </Banner>
  )
}
