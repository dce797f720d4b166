import { HardDriveDownload, ShieldCheck, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { SnapshotDetail } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Empty, Loading } from '../../components/Empty'
import { Pane } from '../../components/Pane'
import { ProblemEmpty } from '../../components/ProblemView'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { useNavigation } from '../../stores/navigation'
import { useProject, useProjectPath, useReadOnly } from '../../stores/project'
import { useCall } from '../../stores/useCall'
import { SnapshotContents } from './SnapshotContents'
import { SnapshotKept } from './SnapshotKept'
import { Tried } from './Tried'
import type { Verifying } from './useVerify'
import { VerifiedTag } from './VerifiedState'

export interface SnapshotPaneProps {
  readonly id: string | undefined
  /** When it was verified last: with another answer, an undo may be possible or not. */
  readonly verifiedAt: string | undefined
  readonly verifying: Verifying
}

/** The chosen snapshot: what an undo from it does, and what is in it. */
export function SnapshotPane({ id, verifiedAt, verifying }: SnapshotPaneProps) {
  const project = useProjectPath()
  const readOnly = useReadOnly()
  const detail = useCall('snapshots:show', id === undefined ? null : { project, id }, { refreshOn: ['snapshots', 'runs', 'settings'], keep: true })
  const { value, problem, reload } = detail
  useReread(id, verifiedAt, reload)
  if (problem) return <Pane label="Snapshot"><ProblemEmpty problem={problem} actions={<Button onClick={reload}>Read again</Button>} /></Pane>
  if (id === undefined) return <Pane label="Snapshot"><Empty title="No snapshot is chosen" /></Pane>
  if (value === undefined) return <Pane label="Snapshot"><Loading label="Reading the snapshot" lines={6} /></Pane>
  const { row, undo } = value
  const notNow = readOnly ?? (verifying.ids.size > 0 ? 'Snapshots are being verified now' : undefined)
  return (
    <Pane label={`Snapshot of ${visibleText(row.environment)}`}>
      <div>
        <div className="snapshot-title">
          <h2 className="t20"><UserText>{row.holds}</UserText></h2>
          <VerifiedTag row={row} verifying={verifying} />
        </div>
        <p className="sec"><UserText>{row.environment}</UserText> as it was on <Time at={row.takenAt} style="second" /></p>
        <p className="mt-3 wrap">
          <UndoFromHere detail={value} />
          <Button icon={ShieldCheck} disabledReason={notNow} onClick={() => void verifying.verify([row.id], 'intact')}>Verify</Button>
          <Button icon={HardDriveDownload} disabledReason={notNow} onClick={() => void verifying.verify([row.id], 'restorable')}>Test restore</Button>
        </p>
        {undo.why !== null && <p className="t12 mut mt-2"><UserText>{undo.why}</UserText></p>}
      </div>
      <section>
        <h2>{row.kind === 'snapshot' ? 'What undo does' : 'What it is for'}</h2>
        <p className="sec"><UserText>{undo.sentence}</UserText></p>
      </section>
      <SnapshotKept row={row} onChanged={reload} />
      {row.restorable && <Tried note={row.restorable} />}
      <SnapshotContents key={row.id} detail={value} />
    </Pane>
  )
}

function useReread(id: string | undefined, verifiedAt: string | undefined, reload: () => void): void {
  const seen = useRef({ id, verifiedAt })
  useEffect(() => {
    const before = seen.current
    seen.current = { id, verifiedAt }
    if (before.id === id && before.verifiedAt !== verifiedAt) reload()
  }, [id, verifiedAt, reload])
}

function UndoFromHere({ detail: { row, undo } }: { readonly detail: SnapshotDetail }) {
  const go = useNavigation((state) => state.go)
  const writable = useProject(({ project }) => project?.writable ?? true)
  const { runId, environment } = row
  if (runId === null) return null
  const reason = undo.possible ? (writable ? undefined : 'The project can only be read.') : undo.why ?? 'It cannot be undone.'
  return (
    <Button kind={reason === undefined ? 'primary' : 'default'} icon={Undo2} disabledReason={reason} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo from here…</Button>
  )
}
