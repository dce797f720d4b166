/** What an interrupted run has left to do: what is new first, then every step that is left. */
import { plural, stripControl } from '../../domain/text'
import type { ResumeStep, ResumeView } from '../../domain/views'
import type { Paint } from './style'
import { argumentsOf, wrapped } from './width'

export function resumeLines(view: ResumeView, width: number, paint: Paint): readonly string[] {
  const { foreign, unconfirmed, unsure, steps, ended, stateSentence } = view
  return [
    paint(`Go on with ${view.runId}`, 'bold'), `As it stands, ${stripControl(stateSentence)}`,
    ...ended.map((one) => `  ${stripControl(one)}`),
    ...listed(foreign, 'Changed by somebody else meanwhile:', (change) => [`  • ${stripControl(change)}`], paint),
    ...listed(unconfirmed, 'Never confirmed:', (step) => stepLines(step, width, paint), paint),
    ...listed(unsure, 'Begun and not ended, and may not happen twice:', (step) => stepLines(step, width, paint), paint),
    `${plural(steps.length, 'step is', 'steps are')} left: ${steps.map(({ title }) => stripControl(title)).join(' · ')}`,
    ...(view.nothingNew ? ['Nothing of it is new.', ''] : [`What is left ${view.hash}`, ''])
  ]
}

function listed<T>(items: readonly T[], heading: string, lines: (item: T) => readonly string[], paint: Paint): readonly string[] {
  return items.length === 0 ? [] : ['', `${paint('!', 'warning')} ${paint(heading, 'bold')}`, ...items.flatMap(lines), '']
}

const stepLines = ({ id, title, commands, effect }: ResumeStep, width: number, paint: Paint): readonly string[] => [
  `  ${stripControl(title)} (${stripControl(id)})${effect === 'loses-data' ? paint('  loses data', 'failed') : ''}`,
  ...commands.flatMap((command) => wrapped(argumentsOf(stripControl(command)), width - 6).map((line) => paint(`      ${line}`, 'dim')))
]
