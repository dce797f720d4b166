import { HardDriveDownload, ShieldCheck, Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { SnapshotsView } from '../../../domain/views'
import type { ScreenProps } from '../../app/routes'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { ProblemBanner, ProblemEmpty } from '../../components/ProblemView'
import { formatAmount, formatBytes } from '../../format'
import { useProjectPath, useReadOnly } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { PruneDialog } from './PruneDialog'
import { SnapshotPane } from './SnapshotPane'
import { SnapshotsTable } from './SnapshotsTable'
import { Usage } from './Usage'
import { useVerify, type Verifying } from './useVerify'
import './snapshots.css'

/** What was kept before each rollback and deployment. Going here again, to another snapshot, begins anew. */
export function SnapshotsScreen({ route }: ScreenProps<'snapshots'>) {
  return <Snapshots key={JSON.stringify(route)} route={route} />
}

function Snapshots({ route }: ScreenProps<'snapshots'>) {
  const project = useProjectPath()
  const list = useCall('snapshots:list', { project }, { refreshOn: ['snapshots', 'runs', 'registry'] })
  const verifying = useVerify(list.reload)
  const { value } = list
  const busy = verifying.ids.size > 0 ? 'Snapshots are being verified now' : undefined
  const again = <Button onClick={list.reload}>Read again</Button>
  const some = value !== undefined && value.rows.length > 0
  return (
    <>
      <div className="bar">
        <h1>Snapshots</h1>
        {some && <span className="mut nowrap">{formatAmount(value.rows.length)}, {formatBytes(value.used)}</span>}
        <span className="spacer" />
        {some && <Actions view={value} verifying={verifying} onPruned={list.reload} />}
      </div>
      <p className="sr" role="status">{busy}</p>
      {value === undefined && !list.problem && <Loading label="Reading the snapshots" lines={6} />}
      {value === undefined && list.problem && <ProblemEmpty problem={list.problem} actions={again} />}
      {value !== undefined && list.problem && <div className="pad"><ProblemBanner problem={list.problem} actions={again} /></div>}
      {value !== undefined && (some ? <Split view={value} route={route} verifying={verifying} /> : <NoSnapshot />)}
    </>
  )
}

interface ActionsProps {
  readonly view: SnapshotsView
  readonly verifying: Verifying
  readonly onPruned: () => void
}

function Actions({ view, verifying, onPruned }: ActionsProps) {
  const [pruning, setPruning] = useState(false)
  const readOnly = useReadOnly()
  const all = view.rows.map(({ id }) => id)
  const busy = verifying.ids.size > 0
  // Also what is found when they are verified is written down.
  const reason = readOnly ?? (busy ? 'Snapshots are being verified now' : undefined)
  return (
    <>
      {busy && <span className="sec nowrap num">{verifying.ids.size} left</span>}
      {busy && <Button icon={Square} onClick={verifying.stop}>Stop</Button>}
      <Button icon={ShieldCheck} disabledReason={reason} onClick={() => void verifying.verify(all, 'intact')}>Verify all</Button>
      <Button icon={HardDriveDownload} disabledReason={reason} onClick={() => void verifying.verify(all, 'restorable')}>Test all restores</Button>
      <Button icon={Trash2} disabledReason={reason} onClick={() => setPruning(true)}>Prune…</Button>
      {pruning && <PruneDialog view={view} onClose={() => setPruning(false)} onPruned={onPruned} />}
    </>
  )
}

interface SplitProps extends ScreenProps<'snapshots'> {
  readonly view: SnapshotsView
  readonly verifying: Verifying
}

function Split({ view, route, verifying }: SplitProps) {
  const [chosen, choose] = useState(() => route.id ?? view.rows.find(({ environment }) => environment === route.environment)?.id)
  const row = view.rows.find((one) => one.id === chosen) ?? view.rows[0]
  return (
    <div className="split">
      <div>
        <Usage view={view} />
        <SnapshotsTable rows={view.rows} chosen={row?.id} onChoose={choose} verifying={verifying} />
      </div>
      <SnapshotPane id={row?.id} verifiedAt={`${row?.verified?.at} ${row?.restorable?.at}`} verifying={verifying} />
    </div>
  )
}

function NoSnapshot() {
  return (
    <Empty title="There is no snapshot yet">
      <p>One is taken by itself, as the first step of every rollback: the databases, the configuration and the releases as they are then. It is verified before anything changes, and an undo goes back to it.</p>
      <p>Copies kept before a deployment appear here too.</p>
    </Empty>
  )
}
