import type { ReactNode } from 'react'
import type { OwedUndo } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useProject, useReadOnly } from '../../stores/project'
import { LeaveAsItIs } from './LeaveAsItIs'

export interface OwedUndoBannerProps {
  readonly owed: OwedUndo
  /** Why it cannot be undone now. */
  readonly noUndo: string | undefined
}

/** A run that failed and was to be undone by itself, and whose undo has not begun. */
export function OwedUndoBanner({ owed, noUndo }: OwedUndoBannerProps) {
  const { runId, environment } = owed
  const go = useNavigation((state) => state.go)
  const readOnly = useReadOnly()
  return (
    <Owed owed={owed} actions={
      <>
        <Button kind="quiet" onClick={() => go({ screen: 'result', runId })}>Show</Button>
        <LeaveAsItIs owed={owed} />
        <Button kind="primary" disabledReason={readOnly ?? noUndo} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo…</Button>
      </>
    } />
  )
}

/** The same above the result of such a run, whose own bar has the undo. */
export function OwedUndoOfResult({ runId }: { readonly runId: string }) {
  const owed = useProject(({ overview }) => overview?.owedUndos.find((one) => one.runId === runId))
  return owed && <Owed owed={owed} actions={<LeaveAsItIs owed={owed} />} />
}

function Owed({ owed: { environment, sentence }, actions }: { readonly owed: OwedUndo; readonly actions: ReactNode }) {
  return (
    <Banner label={`Undo owed in ${environment}`} title={sentence} actions={actions}>
      Until it is undone or left as it is, a check blocks a new rollback of <UserText>{environment}</UserText>.
    </Banner>
  )
}
