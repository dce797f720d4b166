/** The safety checks: what blocks first, then what informs, then what passed. */
import { plural, stripControl } from '../../domain/text'
import type { Check, Remedy } from '../../domain/check'
import { remedyCommand } from './command'
import type { Paint, Tone } from './style'
import { wrappedText } from './width'

export const blocking = (checks: readonly Check[], forced: boolean): readonly Check[] =>
  checks.filter((check) => !check.passed && (check.blocking === 'always' || (check.blocking === 'unless-forced' && !forced)))

export function checkLines(checks: readonly Check[], width: number, paint: Paint): readonly string[] {
  const failed = checks.filter((check) => !check.passed)
  const passed = checks.filter((check) => check.passed)
  const ranked = [...failed].sort((a, b) => rank(a) - rank(b))
  return [
    ...ranked.flatMap((check) => failedLines(check, width, paint)),
    ...(passed.length > 0 ? [`${paint('✓', 'ok')} ${plural(passed.length, 'check', 'checks')} passed: ${passed.map((check) => lower(check.title)).join(' · ')}`].flatMap((line) => wrappedText(line, width)) : [])
  ]
}

const rank = ({ blocking: kind }: Check): number => ({ always: 0, 'unless-forced': 1, never: 2 })[kind]
const WORDS: Readonly<Record<Check['blocking'], readonly [string, Tone]>> = {
  always: ['✗ Blocks, also forced', 'failed'], 'unless-forced': ['✗ Blocks unless forced', 'failed'], never: ['! Warning', 'warning']
}

function failedLines(check: Check, width: number, paint: Paint): readonly string[] {
  const [word, tone] = WORDS[check.blocking]
  return [
    `${paint(word, tone)}  ${paint(stripControl(check.title), 'bold')} (${check.id})`,
    ...[stripControl(check.message), ...check.remedies.map(remedyLine)].flatMap((text) => wrappedText(text, width - 4).map((line) => `    ${line}`))
  ]
}

function remedyLine({ title, consequence, action }: Remedy): string {
  const command = remedyCommand(action)
  return `→ ${stripControl(title)}${command === null ? '' : ` (${stripControl(command)})`}${consequence === '' ? '' : `: ${stripControl(consequence)}`}`
}

/** That a check blocks, where the checks themselves are not shown. */
export function blockedLines(blocks: readonly Check[], paint: Paint): readonly string[] {
  if (blocks.length === 0) return []
  return [`${paint('✗', 'failed')} Blocked by ${blocks.map(({ id }) => id).join(', ')}:`, ...blocks.map(({ message }) => `    ${stripControl(message)}`)]
}

const lower = (title: string): string => stripControl(title.slice(0, 1).toLowerCase() + title.slice(1))
