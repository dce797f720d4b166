import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../domain/problem'
import type { HistoryVerified } from '../../../domain/views'
import { Button } from '../../components/Button'
import { StateTag } from '../../components/State'
import { Time, useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatCount, formatTime } from '../../format'
import { allSignedWords, signedWords } from '../../signatures'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'
import { useProjectPath } from '../../stores/project'

/** Whether the records are as they were written: verified, being verified, or not. */
export function ChainBadge({ verified, busy }: { readonly verified: HistoryVerified | null; readonly busy: boolean }) {
  if (verified === null || busy) return <StateTag kind="in-progress">Verifying</StateTag>
  if (!verified.ok) return <StateTag kind="failed">Not verified</StateTag>
  return verified.records === 0 ? null : <StateTag kind="verified" title={allSignedWords(verified)}>Chain verified</StateTag>
}

/** What was found, and when. */
export function ChainWords({ verified }: { readonly verified: HistoryVerified | null }) {
  const zone = useZone()
  if (verified === null) return <span className="t12 mut clip">Every record is read and compared</span>
  const { ok, records, faultCount, at } = verified
  const found = ok ? (records === 0 ? '' : ', none changed or missing') : `, ${formatCount(faultCount, 'place')} not as written`
  const signed = signedWords(verified)
  const words = `${formatCount(records, 'record')}${found}${signed === '' ? '' : `, ${visibleText(signed)}`}, checked ${formatTime(at, { zone, style: 'clock-second' })}`
  return (
    <span className="t12 mut clip" title={words}>
      {formatCount(records, 'record')}{found}{signed !== '' && <>, <UserText>{signed}</UserText></>}, checked <Time at={at} style="clock-second" />
    </span>
  )
}

/** Verifies everything anew, when somebody asks for it. */
export function useVerifyAgain(onVerified: () => void): { readonly busy: boolean; readonly verify: () => void } {
  const project = useProjectPath()
  const [busy, setBusy] = useState(false)
  const verify = async (): Promise<void> => {
    setBusy(true)
    try {
      const { ok, records } = await call('history:verify', { project })
      notify(ok ? `${formatCount(records, 'record')} verified, none changed or missing.` : 'The history is not as it was written.', ok ? 'ok' : 'failed')
    } catch (error) {
      notify(problemOf(error).message, 'failed')
    }
    setBusy(false)
    onVerified()
  }
  return { busy, verify: () => void verify() }
}

export function VerifyButton({ busy, verify }: { readonly busy: boolean; readonly verify: () => void }) {
  return <Button kind="quiet" icon={RefreshCw} disabledReason={busy ? 'It is being verified now' : undefined} onClick={verify}>Verify again</Button>
}
