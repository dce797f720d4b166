import { useState } from 'react'
import type { ResumeStep, ResumeView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { RadioCard } from '../../components/Choice'
import { Code } from '../../components/Command'
import { UserText } from '../../components/UserText'
import { useKeys } from '../../components/useKeys'
import { formatCount } from '../../format'
import { useProjectPath } from '../../stores/project'
import { resumeAs } from './run-engine'
import { useRun } from './run-store'

type Answer = 'happened' | 'again'

/** What is left to do, and what of it is something else than what was confirmed: whether that is wanted. */
export function ResumeConfirm({ resuming }: { readonly resuming: ResumeView }) {
  const project = useProjectPath()
  const acting = useRun((run) => run.acting)
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({})
  const { runId, foreign, unconfirmed, unsure, steps, ended, hash, nothingNew } = resuming
  const open = unsure.filter(({ id }) => answers[id] === undefined)
  const missing = acting ? 'It is being resumed.' : open.length > 0 ? `Say whether ${open.map(({ title }) => `“${title}”`).join(', ')} happened.` : undefined
  const back = (): void => useRun.setState({ resuming: null, refused: null })
  const go = (): void => void (missing === undefined && resumeAs(project, runId, hash, answers))
  useKeys({ r: go, escape: back })
  return (
    <div className="choices resume-new">
      <div className="resume-scroll">
        {nothingNew && <News title="Left to do, as it was confirmed" className="resume-left">{steps.map(({ id, title }) => <li key={id}><UserText>{title}</UserText></li>)}</News>}
        {foreign.length > 0 && <News title="Changed by somebody else since the run began">{foreign.map((change) => <li key={change}><UserText>{change}</UserText></li>)}</News>}
        {unconfirmed.length > 0 && <News title={`${formatCount(unconfirmed.length, 'step')} that ${unconfirmed.length === 1 ? 'was' : 'were'} never confirmed`}>{unconfirmed.map((step) => <NewStep key={step.id} step={step} />)}</News>}
        {unsure.map((step) => <Unsure key={step.id} step={step} answer={answers[step.id]} onAnswer={(answer) => setAnswers({ ...answers, [step.id]: answer })} />)}
        {ended.length > 0 && <News title="Ended first">{ended.map((one) => <li key={one}><UserText>{one}</UserText></li>)}</News>}
      </div>
      <div className="rowflex resume-foot">
        <Button kind="primary" shortcut="r" disabledReason={missing} onClick={go}>Go on with this</Button>
        <Button onClick={back}>Back</Button>
        <span className="t12 mut">{missing ?? `${formatCount(steps.length, 'step')} ${steps.length === 1 ? 'is' : 'are'} left.`}</span>
      </div>
    </div>
  )
}

function News({ title, className = '', children }: { readonly title: string; readonly className?: string; readonly children: React.ReactNode }) {
  return <section><h3 className="strong">{title}</h3><ul className={`changes sec ${className}`}>{children}</ul></section>
}

function NewStep({ step: { title, commands, effect } }: { readonly step: ResumeStep }) {
  return (
    <li>
      <UserText>{title}</UserText>{effect === 'loses-data' && <b className="fail"> loses data</b>}
      {commands.map((command) => <Code key={command}>{command}</Code>)}
    </li>
  )
}

function Unsure({ step: { id, title, commands }, answer, onAnswer }: { readonly step: ResumeStep; readonly answer: Answer | undefined; readonly onAnswer: (answer: Answer) => void }) {
  return (
    <fieldset className="resume-unsure">
      <legend className="strong">Did this happen? <UserText>{title}</UserText></legend>
      <p className="sec">It was begun and did not end, and it may not happen twice. Look before you answer.</p>
      {commands.map((command) => <Code key={command}>{command}</Code>)}
      <RadioCard name={`unsure ${id}`} value="happened" chosen={answer ?? ('' as Answer)} onChoose={onAnswer} label="It happened">It counts as done, on your word; the history says so.</RadioCard>
      <RadioCard name={`unsure ${id}`} value="again" chosen={answer ?? ('' as Answer)} onChoose={onAnswer} label="Run it again">It did not happen, or may happen once more.</RadioCard>
    </fieldset>
  )
}
