import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { Pruned, SnapshotRow, SnapshotsView } from '../../../domain/views'
import { Dialog } from '../../components/Dialog'
import { Checkbox } from '../../components/Choice'
import { Time } from '../../components/Time'
import { notify } from '../../components/Toast'
import { UserText } from '../../components/UserText'
import { formatBytes, formatCount } from '../../format'
import { call } from '../../stores/api'
import { useProjectPath } from '../../stores/project'

interface PruneDialogProps {
  readonly view: SnapshotsView
  readonly onClose: () => void
  readonly onPruned: () => void
}

/** What goes, what stays, and why; removes exactly what it shows. */
export function PruneDialog({ view, onClose, onPruned }: PruneDialogProps) {
  const project = useProjectPath()
  const [withAsides, setWithAsides] = useState(false)
  const going = view.rows.filter(({ keep }) => keep.goes)
  const staying = view.rows.filter(({ keep }) => !keep.goes)
  const asides = view.asides.filter(({ neededBy }) => neededBy === null)
  const some = going.length + (withAsides ? asides.length : 0) > 0
  const prune = async (): Promise<void> => {
    onClose()
    try {
      said(await call('snapshots:prune', { project, only: going.map(({ store, id }) => `${store}/${id}`), asides: withAsides ? asides.map(({ lineage }) => lineage) : [] }))
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    onPruned()
  }
  return (
    <Dialog
      open wide onClose={onClose} icon={Trash2} title={going.length === 0 ? 'No snapshot goes' : `Remove ${formatCount(going.length, 'snapshot')}?`}
      safe={some ? 'Keep everything' : 'Close'} others={some ? [{ label: `Remove ${formatBytes(bytesOf(going) + (withAsides ? bytesOf(asides) : 0))}`, danger: true, onClick: () => void prune() }] : []}
    >
      <p><UserText>{view.policyWords}</UserText> {going.length > 0 && 'What is removed cannot be brought back, and its run cannot be undone any more.'}</p>
      {going.length > 0 && <Rows label="What goes" rows={going} />}
      {staying.length > 0 && <Rows label="What stays" rows={staying} />}
      {asides.length > 0 && (
        <Checkbox checked={withAsides} onChange={setWithAsides} danger label={`Also remove ${formatCount(asides.length, 'database')} that rollbacks put aside (${formatBytes(bytesOf(asides))})`}>
          No undo needs {asides.length === 1 ? 'it' : 'them'}. The rows in {asides.length === 1 ? 'it' : 'them'} are lost for good.
        </Checkbox>
      )}
    </Dialog>
  )
}

const bytesOf = (rows: readonly { readonly bytes: number }[]): number => rows.reduce((sum, { bytes }) => sum + bytes, 0)

function said({ removed, stayed, bytes }: Pruned): void {
  const first = stayed[0]
  if (first) notify(<UserText>{`${formatCount(removed.length, 'thing')} removed; ${stayed.length} stayed: ${first.id}: ${first.why}`}</UserText>, 'failed')
  else notify(`${removed.length} removed, ${formatBytes(bytes)} freed.`, 'ok')
}

function Rows({ label, rows }: { readonly label: string; readonly rows: readonly SnapshotRow[] }) {
  return (
    <section className="prune-rows">
      <h3>{label} <span className="mut">{formatCount(rows.length, 'snapshot')}, {formatBytes(bytesOf(rows))}</span></h3>
      <ul className="scroll" tabIndex={0} aria-label={label}>
        {rows.map(({ store, id, takenAt, environment, holds, bytes, keep }) => (
          <li key={`${store}/${id}`}>
            <span className="clip"><UserText className="strong">{holds}</UserText> <UserText>{environment}</UserText> <span className="mut">{takenAt !== '' && <Time at={takenAt} />}</span></span>
            <span className="mut num">{formatBytes(bytes)}</span>
            <UserText className="t12 sec prune-why">{keep.why}</UserText>
          </li>
        ))}
      </ul>
    </section>
  )
}
