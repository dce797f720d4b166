import type { Choice } from '../../../domain/decisions'
import { DECISION_KEYS } from '../../../domain/decision-keys'
import { Button } from '../../components/Button'
import { UserText } from '../../components/UserText'
import { useRun } from './run-store'

interface ChoiceRowProps {
  readonly choice: Choice
  /** The recommended one. */
  readonly first: boolean
  readonly word: string
  readonly onChoose: () => void
}

/** One way on: its button and key, what happens, and what then serves, is down, is lost. */
export function ChoiceRow({ choice: { decision, title, sentence, serves, down, data, loses }, first, word, onChoose }: ChoiceRowProps) {
  const acting = useRun((run) => run.acting)
  return (
    <div className="choice">
      <Button kind={first ? 'primary' : 'default'} shortcut={DECISION_KEYS[decision]} disabledReason={acting ? 'The last choice is being carried out.' : undefined} onClick={onChoose}>{word}</Button>
      <div>
        <h3 className="strong"><UserText>{title}</UserText></h3>
        <p className="sec choice-sentence"><UserText>{sentence}</UserText></p>
      </div>
      <dl>
        <div><dt>Then serves</dt><dd className="strong"><UserText clip>{serves}</UserText></dd></div>
        <div><dt>Still down</dt><dd><UserText clip>{down}</UserText></dd></div>
        <div><dt>Data</dt><dd className={loses ? 'fail' : undefined}><UserText>{data}</UserText></dd></div>
      </dl>
    </div>
  )
}
