import type { SnapshotRow } from '../../../domain/views'
import { State, StateTag } from '../../components/State'
import { Time, useZone } from '../../components/Time'
import { formatTime } from '../../format'
import type { Verifying } from './useVerify'

interface VerifiedProps {
  readonly row: SnapshotRow
  readonly verifying: Pick<Verifying, 'ids' | 'progress'>
}

const share = ({ progress }: VerifiedProps['verifying'], id: string, doing: 'reading' | 'restoring'): string | null =>
  progress?.id === id && progress.doing === doing ? `${Math.floor(progress.done * 100)} %` : null

/** Whether a snapshot is still as it was written, and since when that is known. */
export function Intact({ row: { id, verified }, verifying }: VerifiedProps) {
  const now = share(verifying, id, 'reading')
  if (now !== null) return <State kind="in-progress">{now}</State>
  if (verified === null) return <State kind="not-yet">Not yet</State>
  return verified.ok ? <State kind="verified"><When at={verified.at} /></State> : <State kind="failed" title={verified.problem ?? undefined}>Damaged</State>
}

/** Whether it was restored once to try, and when. */
export function Restorable({ row: { id, restorable }, verifying }: VerifiedProps) {
  const now = share(verifying, id, 'restoring')
  if (now !== null) return <State kind="in-progress">{now}</State>
  if (restorable === null) return <State kind="not-yet">Not tried</State>
  return restorable.ok ? <State kind="passed"><When at={restorable.at} /></State> : <State kind="failed" title={restorable.problem ?? undefined}>No</State>
}

function When({ at }: { readonly at: string }) {
  const zone = useZone()
  const today = formatTime(at, { zone, style: 'day' }) === formatTime(Date.now(), { zone, style: 'day' })
  return <Time at={at} style={today ? 'clock' : 'day'} />
}

/** Both levels, in one tag. */
export function VerifiedTag({ row: { id, verified, restorable }, verifying }: VerifiedProps) {
  if (verifying.progress?.id === id) return <StateTag kind="in-progress">{verifying.progress.doing === 'reading' ? 'Verifying' : 'Restoring to try'}</StateTag>
  if (verified === null) return <StateTag kind="not-yet">Not verified yet</StateTag>
  if (!verified.ok) return <StateTag kind="failed">Damaged</StateTag>
  if (restorable?.ok === false) return <StateTag kind="failed">Not restorable</StateTag>
  return restorable === null ? <StateTag kind="verified">Intact</StateTag> : <StateTag kind="verified">Intact, restorable</StateTag>
}
