import type { TextProblem } from '../../../../domain/views'

/** The text with the key that was meant in place of the one that stands there. */
export function corrected(text: string, { line, column, correct }: TextProblem): string {
  if (correct === null) return text
  const lines = text.split('\n')
  const found = lines[line - 1]
  if (found === undefined) return text
  const there = found.startsWith(correct.from, column - 1) ? column - 1 : found.indexOf(correct.from)
  if (there < 0) return text
  lines[line - 1] = found.slice(0, there) + correct.to + found.slice(there + correct.from.length)
  return lines.join('\n')
}
