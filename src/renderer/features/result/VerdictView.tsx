import type { ResultView } from '../../../domain/views'
import { StateIcon } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { answerWords, tookWords, verdictOf, type Verdict } from '../../../domain/verdict'

const ICONS = { ok: 'done', warning: 'warning', failed: 'failed' } as const
const TONES: Readonly<Record<Verdict['tone'], string>> = { ok: 'ok', warning: 'warn', failed: 'fail' }

/** The answer first, and what it rests on. */
export function VerdictView({ view }: { readonly view: ResultView }) {
  const { tone, sentence } = verdictOf(view)
  const answer = answerWords(view)
  const { result } = view
  return (
    <div className="verdict">
      <span className={TONES[tone]}><StateIcon kind={ICONS[tone]} size={24} /></span>
      <h2 className="t20 strong"><UserText>{sentence}</UserText></h2>
      <div className="verdict-rest sec">
        {tone === 'failed' && result.problem && <p className="verdict-cause"><UserText>{result.problem.message}</UserText></p>}
        <p>
          {answer !== null && <>Asked from here at <Time at={result.finishedAt} style="clock-second" />: <UserText>{answer}</UserText>. </>}
          {tookWords(view)}
        </p>
        {tone === 'failed' && result.problem && result.problem.next !== '' && <p><UserText>{result.problem.next}</UserText></p>}
      </div>
    </div>
  )
}
