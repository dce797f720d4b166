import { LOCAL } from '../../../domain/facts'
import type { OutputLine, StepState } from '../../../domain/run'
import type { LogLine } from '../../components/Log'

const KINDS = { stdout: 'output', note: 'note', command: 'command', problem: 'error' } as const

const made = new WeakMap<OutputLine, LogLine>()

/** A line of output as the log draws it. Standard error is red only where the step failed: much of it is progress. The same as before while nothing about it changed. */
export function logLine(line: OutputLine | undefined, steps: Readonly<Record<string, StepState>> | undefined): LogLine | undefined {
  if (line === undefined) return undefined
  const kind = kindOf(line, steps)
  const before = made.get(line)
  if (before?.kind === kind) return before
  const { at, host, stream, text } = line
  const source = stream === 'note' || stream === 'problem' ? '' : host === LOCAL ? 'here' : host
  const drawn: LogLine = { at, source, kind, text: stream === 'command' ? `$ ${text}` : text, ...(stream === 'stderr' ? { stderr: true } : {}) }
  made.set(line, drawn)
  return drawn
}

function kindOf({ stream, step }: OutputLine, steps: Readonly<Record<string, StepState>> | undefined): LogLine['kind'] {
  if (stream !== 'stderr') return KINDS[stream]
  return steps?.[step]?.status === 'failed' ? 'error' : 'output'
}
