import { Dialog } from '../components/Dialog'
import { formatCount } from '../format'
import { call } from '../stores/api'
import { useUi } from '../stores/ui'

/** Asked when the window is to close while runs go on. */
export function CloseQuestion({ runs }: { readonly runs: readonly string[] }) {
  const answer = (choice: 'hide' | 'stay' | 'stop') => (): void => {
    useUi.setState({ closing: null })
    void call('app:close', { choice }).catch(() => undefined)
  }
  return (
    <Dialog
      open
      onClose={answer('stay')}
      title={runs.length === 1 ? 'A rollback is going on' : `${formatCount(runs.length, 'rollback')} are going on`}
      safe="Keep open"
      others={[
        { label: 'Stop after this step', onClick: answer('stop') },
        { label: 'Close, let it go on', onClick: answer('hide') }
      ]}
    >
      <p>It can go on without the window; opening Backstep again shows it, and you are told when it ends or needs you.</p>
      <p>If you stop it, the step in hand ends, then the run waits. Nothing is lost; you are asked again on the next start.</p>
    </Dialog>
  )
}
