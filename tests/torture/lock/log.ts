/** What claimants write into the log that they share, and tell the one who started them. */
import type { RunHeader } from '../../../src/domain/run'

export interface Claim {
  readonly project: string
  readonly runId: string
  readonly step: string
  /** The first of all begins the run; everybody else takes it over. */
  readonly first: RunHeader | null
}
export type Answer =
  | { readonly said: 'up' }
  /** `beside`: who held it before and still lives. */
  | { readonly said: 'held'; readonly epoch: number; readonly beside: readonly number[] }
  | { readonly said: 'lost'; readonly code: string }
  /** The store cannot be opened or written: a program was stopped while it wrote, and the message names it. */
  | { readonly said: 'stuck'; readonly behind: number }
  | { readonly said: 'failed'; readonly code: string; readonly message: string }

export interface Line { readonly what: string; readonly epoch: number; readonly pid: number; readonly start: string }
export const linesOf = (text: string): readonly Line[] => text.split('\n').filter(Boolean).map((line) => {
  const [what = '', epoch, pid, start = ''] = line.split(' ')
  return { what, epoch: Number(epoch), pid: Number(pid), start }
})

/** Once somebody holds it with a higher epoch, nobody with a lower one does anything; a line for each that does. */
export function lateIn(lines: readonly Line[]): readonly string[] {
  let highest: Line | null = null
  const late: string[] = []
  for (const line of lines) {
    if (highest && line.epoch < highest.epoch) late.push(`${line.what} of process ${line.pid} with epoch ${line.epoch} after process ${highest.pid} held it with ${highest.epoch}`)
    if (highest && line.epoch === highest.epoch && line.pid !== highest.pid) late.push(`processes ${highest.pid} and ${line.pid} have the same epoch, ${line.epoch}`)
    if (!highest || line.epoch > highest.epoch) highest = line
  }
  return late
}
