import { useMemo } from 'react'
import { Dialog } from '../../components/Dialog'
import { keyLabel } from '../../components/platform'
import { diffLines } from './text/line-diff'
import { ChangedLines } from './SaveDialog'
import type { Definition } from './useDefinition'

/** What would be lost, before it is. */
export function DiscardDialog({ definition, onClose }: { readonly definition: Definition; readonly onClose: () => void }) {
  const { base, text, discard } = definition
  const lines = useMemo(() => diffLines(text, base?.text ?? ''), [base, text])
  const discardNow = (): void => {
    discard()
    onClose()
  }
  return (
    <Dialog open wide onClose={onClose} title="Discard what was changed?" safe="Go on editing" others={[{ label: 'Discard', onClick: discardNow }]}>
      <p>The text becomes that of the file again, which stays as it is. {keyLabel('mod+z')} brings the changes back, as long as this window is open.</p>
      <ChangedLines lines={lines} />
    </Dialog>
  )
}
