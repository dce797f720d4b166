import { Pin, PinOff } from 'lucide-react'
import { problemOf } from '../../../domain/problem'
import type { SnapshotRow } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Time } from '../../components/Time'
import { notify } from '../../components/Toast'
import { UserText } from '../../components/UserText'
import { call } from '../../stores/api'
import { useProject, useProjectPath } from '../../stores/project'

/** How long a snapshot stays and why, and whether somebody keeps it whatever the limits say. */
export function SnapshotKept({ row, onChanged }: { readonly row: SnapshotRow; readonly onChanged: () => void }) {
  const project = useProjectPath()
  const writable = useProject((state) => state.project?.writable ?? true)
  const { goes, why, until, pinned } = row.keep
  const pin = async (): Promise<void> => {
    try {
      await call('snapshots:pin', { project, id: row.id, pinned: !pinned })
      onChanged()
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
  }
  return (
    <section>
      <h2>Kept</h2>
      <p className="sec">{goes && <strong className="warn">Goes with the next prune. </strong>}<UserText>{why}</UserText>{until !== null && <> Until <Time at={until} style="day" />.</>}</p>
      <p className="mt-2"><Button icon={pinned ? PinOff : Pin} disabledReason={writable ? undefined : 'The project can only be read.'} onClick={() => void pin()}>{pinned ? 'Let the limits decide' : 'Keep it by hand'}</Button></p>
    </section>
  )
}
