import { LOCAL } from '../../../domain/facts'
import type { OutputLine, StepState } from '../../../domain/run'
import type { LogLine } from '../../components/Log'

const KINDS = { stdout: 'output', note: 'note', command: 'command' } as const

/** A line of output as the log draws it. Standard error is red only where the step failed: much of it is progress. */
export function logLine(line: OutputLine | undefined, steps: Readonly<Record<string, StepState>> | undefined): LogLine | undefined {
  if (line === undefined) return undefined
  const { at, host, step, stream, text } = line
  const source = stream === 'note' ? '' : host === LOCAL ? 'here' : host
  if (stream !== 'stderr') return { at, source, kind: KINDS[stream], text: stream === 'command' ? `$ ${text}` : text }
  return { at, source, text, stderr: true, kind: steps?.[step]?.status === 'failed' ? 'error' : 'output' }
}
