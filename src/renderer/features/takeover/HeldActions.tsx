import type { HolderView } from '../../../domain/holder'
import { Button } from '../../components/Button'
import { TakeOverButton } from './TakeOverButton'

interface HeldActionsProps {
  readonly environment: string
  /** Null where whoever holds it has not said who it is. */
  readonly holder: HolderView | null
  readonly onWait: () => void
  readonly onTaken: () => void
}

/** What can be done about an environment that somebody else holds. */
export function HeldActions({ environment, holder, onWait, onTaken }: HeldActionsProps) {
  return (
    <>
      {holder && !holder.here && <TakeOverButton environment={environment} holder={holder} onTaken={onTaken} />}
      <Button onClick={onWait}>Wait</Button>
    </>
  )
}
