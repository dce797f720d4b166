import type { TextProblem } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Facts, Pane } from '../../components/Pane'
import { State, StateIcon } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatAmount, formatCount } from '../../format'
import { useProject } from '../../stores/project'
import { corrected } from './correct'
import type { Definition } from './useDefinition'

export interface ProblemsPaneProps {
  readonly definition: Definition
  readonly onJump: (place: { readonly line: number; readonly column: number }) => void
}

/** What is wrong in the text, line by line, and what the file names now. */
export function ProblemsPane({ definition, onJump }: ProblemsPaneProps) {
  const { problems, checking, base } = definition
  // The first correction is offered above the text.
  const first = problems.find(({ correct }) => correct !== null)
  const environments = useProject(({ project }) => project?.environments) ?? []
  return (
    <Pane label="What was found in backstep.yaml">
      <div className="settings-found">
        <h2 className="t15">{titleOf(problems)}</h2>
        {problems.length === 0 && <State kind="passed">{checking ? 'Being checked' : 'Every key is known, every value fits'}</State>}
        <ol className="settings-problems">
          {problems.map((problem) => (
            <li key={`${problem.line} ${problem.column} ${problem.message}`}>
              <button type="button" className="settings-problem" onClick={() => onJump({ line: problem.line, column: problem.column })}>
                <span className={problem.severity === 'error' ? 'fail' : 'warn'}><StateIcon kind={problem.severity === 'error' ? 'failed' : 'warning'} size={14} /></span>
                <span><span className="medium">Line {formatAmount(problem.line)}</span><span className="sr">, {problem.severity}</span><UserText className="block sec">{problem.message}</UserText></span>
              </button>
              {problem.correct && problem !== first && <Button className="settings-correct" onClick={() => definition.setText(corrected(definition.text, problem))}>{`Correct to ${problem.correct.to}`}</Button>}
            </li>
          ))}
        </ol>
      </div>
      <section>
        <h2>File</h2>
        <Facts facts={[['Path', <UserText key="path" className="mono t12">{base?.path ?? ''}</UserText>], ['Names', environments.length === 0 ? 'no environment' : <UserText key="names">{environments.join(', ')}</UserText>]]} />
      </section>
    </Pane>
  )
}

function titleOf(problems: readonly TextProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  if (problems.length === 0) return 'No errors'
  return [errors > 0 ? formatCount(errors, 'error') : '', warnings > 0 ? formatCount(warnings, 'warning') : ''].filter(Boolean).join(', ')
}
