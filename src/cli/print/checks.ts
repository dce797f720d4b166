/** The safety checks: what blocks first, then what informs, then what passed. */
import { plural, stripControl } from '../../domain/text'
import type { Check } from '../../domain/check'
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
  const remedies = check.remedies.map((remedy) => `→ ${stripControl(remedy.title)}${remedy.consequence === '' ? '' : `: ${stripControl(remedy.consequence)}`}`)
  return [
    `${paint(word, tone)}  ${paint(stripControl(check.title), 'bold')} (${check.id})`,
    ...[stripControl(check.message), ...remedies].flatMap((text) => wrappedText(text, width - 4).map((line) => `    ${line}`))
  ]
}

const lower = (title: string): string => stripControl(title.slice(0, 1).toLowerCase() + title.slice(1))
