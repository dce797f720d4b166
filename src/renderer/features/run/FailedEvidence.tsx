import type { Evidence } from '../../../domain/problem'
import type { RunState } from '../../../domain/run'
import { Command } from '../../components/Command'
import { UserText } from '../../components/UserText'
import { withoutAnsi } from '../../components/visible'
import { formatSpan } from '../../format'

/** What the step that failed did, in one or two lines; all that it printed stands below, in the output. */
export function FailedEvidence({ state }: { readonly state: RunState }) {
  const step = state.decision?.step
  const evidence = step === null || step === undefined ? null : (state.steps[step]?.evidence ?? null)
  if (evidence === null || (evidence.argv === undefined && evidence.observed === undefined && (evidence.output ?? []).length === 0)) return null
  return (
    <div className="decision-evidence t12" aria-label="Evidence" role="group">
      {evidence.argv !== undefined && <p><Command prompt="$" argv={evidence.argv} /> <span className="mut">{endedWords(evidence)}</span></p>}
      {evidence.argv === undefined && evidence.observed !== undefined && <p className="sec"><UserText>{evidence.observed}</UserText></p>}
      {(evidence.output ?? []).slice(-1).map((line) => <p key={line} className="mono clip"><UserText clip>{withoutAnsi(line)}</UserText></p>)}
    </div>
  )
}

/** "→ exit code 1 after 30 s" */
function endedWords({ exitCode, signal, duration }: Evidence): string {
  if (exitCode === undefined) return `after ${formatSpan(duration)}`
  return `→ ${exitCode === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`} after ${formatSpan(duration)}`
}
