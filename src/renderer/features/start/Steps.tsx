import { Camera, FileDiff, ListChecks, Play, ScrollText, Target } from 'lucide-react'
import type { Icon } from '../../components/icon'

const STEPS: readonly (readonly [icon: Icon, title: string, sentence: string])[] = [
  [Target, 'Target', 'The newest earlier successful version is suggested.'],
  [FileDiff, 'Compare', 'Code, configuration and schema, side by side.'],
  [ListChecks, 'Check', 'What could go wrong is looked for, with evidence.'],
  [Camera, 'Snapshot', 'What is there is kept and verified first.'],
  [Play, 'Run', 'Only commands that you have read and confirmed.'],
  [ScrollText, 'Evidence', 'What serves is asked, and the history says who and why.']
]

/** How a rollback goes, for who opens Backstep for the first time. */
export function Steps() {
  return (
    <section className="start-steps" aria-labelledby="how">
      <h2 id="how" className="t15">How a rollback goes</h2>
      <ol>
        {STEPS.map(([Sign, title, sentence]) => (
          <li key={title}>
            <Sign className="icon" aria-hidden="true" />
            <p className="strong">{title}</p>
            <p className="t12 sec">{sentence}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
