import type { OwedUndo } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { Button } from '../../components/Button'
import { UserText } from '../../components/UserText'
import { useNavigation } from '../../stores/navigation'
import { useReadOnly } from '../../stores/project'

export interface OwedUndoBannerProps {
  readonly owed: OwedUndo
  /** Why it cannot be undone now. */
  readonly noUndo: string | undefined
}

/** A run that failed and was to be undone by itself, and whose undo has not begun. */
export function OwedUndoBanner({ owed: { runId, environment, sentence }, noUndo }: OwedUndoBannerProps) {
  const go = useNavigation((state) => state.go)
  const readOnly = useReadOnly()
  const actions = (
    <>
      <Button onClick={() => go({ screen: 'result', runId })}>Show</Button>
      <Button kind="primary" disabledReason={readOnly ?? noUndo} onClick={() => go({ screen: 'guide', environment, undo: runId })}>Undo…</Button>
    </>
  )
  return (
    <Banner label={`Undo owed in ${environment}`} title={sentence} actions={actions}>
      In <UserText>{environment}</UserText>. To leave it as it is: <code>backstep abandon {runId}</code>
    </Banner>
  )
}
