/** What a window is told of a run's output: the newest lines, and of those before them only where they belong. */
import type { OutputLine } from './run'

/** Lines in a row that are not sent: they are in the run's output, and are read there by who wants to see them. */
export interface OutputSpan extends Pick<OutputLine, 'step' | 'stream'> {
  /** Number of the first line. */
  readonly from: number
  /** One more than the number of the last. */
  readonly to: number
}
export interface OutputNews {
  readonly skipped: readonly OutputSpan[]
  readonly lines: readonly OutputLine[]
}

/** The last `limit` lines are sent, in order; every other line is in one span. */
export function newsOf(lines: readonly OutputLine[], limit: number): OutputNews {
  const first = Math.max(0, lines.length - limit)
  return { skipped: spansOf(lines, first), lines: first === 0 ? lines : lines.slice(first) }
}

function spansOf(lines: readonly OutputLine[], end: number): readonly OutputSpan[] {
  const spans: { from: number; to: number; step: string; stream: OutputLine['stream'] }[] = []
  for (let at = 0; at < end; at += 1) {
    const { n, step, stream } = lines[at] as OutputLine
    const last = spans.at(-1)
    if (last?.to === n && last.step === step && last.stream === stream) last.to = n + 1
    else spans.push({ from: n, to: n + 1, step, stream })
  }
  return spans
}

/** What "Errors" shows: why steps failed, and what commands wrote to standard error. What a service prints goes into its log as one stream. */
export const tellsError = ({ stream }: Pick<OutputLine, 'stream'>): boolean => stream === 'problem' || stream === 'stderr'
