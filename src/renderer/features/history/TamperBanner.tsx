import { ShieldAlert } from 'lucide-react'
import type { HistoryVerified } from '../../../domain/views'
import { Banner } from '../../components/Banner'
import { CopyButton } from '../../components/CopyButton'
import { ProblemBanner } from '../../components/ProblemView'
import { useZone } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { brokenWords, foundText } from './found-text'

const SHOWN = 4

/** The history is not as it was written: where, what that means and what to do. Nothing here repairs it. */
export function TamperBanner({ verified }: { readonly verified: HistoryVerified }) {
  const zone = useZone()
  const { ok, problem, signatures } = verified
  if (ok) return signatures.problem ? <ProblemBanner problem={signatures.problem} /> : null
  return (
    <Banner
      tone="failed" icon={ShieldAlert} label="History not verified" title={brokenWords(verified)}
      actions={<CopyButton label="Copy what was found" text={() => foundText(verified, zone)} said="What was found is copied." />}
    >
      <Places verified={verified} />
      {problem && <span className="block mt-1">{problem.next} No rollback starts meanwhile.</span>}
    </Banner>
  )
}

/** The first places, a line each. */
export function Places({ verified: { faults, faultCount } }: { readonly verified: HistoryVerified }) {
  const more = faultCount - Math.min(SHOWN, faults.length)
  return (
    <>
      {faults.slice(0, SHOWN).map(({ message }, index) => <span key={index} className="block"><UserText>{message}</UserText></span>)}
      {more > 0 && <span className="block">{`${formatCount(more, 'more place')}: \`backstep history verify\` lists them.`}</span>}
    </>
  )
}
