import type { TextProblem } from '../../../../domain/views'
import { StateIcon } from '../../../components/State'
import { UserText } from '../../../components/UserText'
import { formatAmount } from '../../../format'
import { corrected } from '../text/correct'
import { useFormContext } from './context'

/** What is wrong, each with its line and what was probably meant. */
export function Found({ problems }: { readonly problems: readonly TextProblem[] }) {
  return problems.map((problem) => (
    <span key={`${problem.line} ${problem.column} ${problem.message}`} className={problem.severity === 'error' ? 'hint state state--failed' : 'hint state state--warning'}>
      <StateIcon kind={problem.severity === 'error' ? 'failed' : 'warning'} size={14} />
      <span>Line {formatAmount(problem.line)}: <UserText>{problem.message}</UserText> <Correction problem={problem} /></span>
    </span>
  ))
}

export function Correction({ problem }: { readonly problem: TextProblem }) {
  const { session } = useFormContext()
  if (problem.correct === null) return null
  return <button type="button" className="link" onClick={() => session.replace(corrected(session.text(), problem))}>{`Correct to ${problem.correct.to}`}</button>
}
