import { useRef } from 'react'
import { CopyButton } from '../../components/CopyButton'
import { useZone } from '../../components/Time'
import { visibleText, withoutAnsi } from '../../components/visible'
import { formatCount, formatTime, zoneName } from '../../format'
import type { Zone } from '../../format'
import type { OutputLine } from '../../../domain/run'
import type { RunOutput } from './run-output'
import { useRun } from './run-store'

/** Copies what is shown, as it is shown, with times, zone and hosts. */
export function CopyOutput({ output }: { readonly output: RunOutput }) {
  const zone = useZone()
  const runId = useRun((run) => run.runId)
  const copied = useRef(0)
  const text = async (): Promise<string> => {
    const lines = await output.allShown()
    copied.current = lines.length
    return [`Run ${runId}, times in ${zoneName(zone)}`, ...lines.map((line) => lineText(line, zone))].join('\n')
  }
  return <CopyButton text={text} said={() => `Output copied, ${formatCount(copied.current, 'line')}.`} />
}

function lineText({ at, host, stream, text }: OutputLine, zone: Zone): string {
  const sign = stream === 'command' ? '$ ' : stream === 'stderr' ? 'stderr ' : ''
  return `${formatTime(at, { zone, style: 'clock-tenth' })}  ${host}  ${sign}${visibleText(withoutAnsi(text))}`
}
