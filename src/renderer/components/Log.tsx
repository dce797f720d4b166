import { useRef, type UIEvent } from 'react'
import { LogRow } from './LogRow'
import { LINE, useLogRows } from './useLogRows'

export interface LogLine {
  readonly at: string | number
  /** Host or service it comes from. */
  readonly source: string
  readonly text: string
  /** command: what was run · note: a sentence of ours · output: what it said · error: what it said when it failed */
  readonly kind: 'command' | 'note' | 'output' | 'error'
  /** Set for standard error: shown as a word. */
  readonly stderr?: boolean
  /** For commands: wraps between arguments. */
  readonly argv?: readonly string[]
}

export interface LogProps {
  /** "Output, newest last" */
  readonly label: string
  readonly count: number
  readonly lineAt: (index: number) => LogLine | undefined
  /** Stays at the end while lines arrive. */
  readonly follow: boolean
  /** Scrolling away from the end ends following; scrolling to it starts it again. */
  readonly onFollow: (follow: boolean) => void
  /** Words to mark in every line. */
  readonly search?: string
  /** The line to bring into sight and tint; -1 for none. */
  readonly current?: number
  /** A cursor after the last line while more is expected. */
  readonly live?: boolean
}

/** Output of any length; only the lines in sight exist. */
export function Log({ label, count, lineAt, follow, onFollow, search, current = -1, live }: LogProps) {
  const { scroller, lines, first, last, top, total } = useLogRows({ count, follow, current })
  return (
    <div ref={scroller} className="log scroll" role="log" aria-live="off" aria-label={label} tabIndex={0} data-region onScroll={useFollowOnScroll(follow, onFollow)}>
      <div className="log-lines" style={{ height: total }}>
        <div ref={lines} className="log-sight" style={{ transform: `translateY(${top}px)` }}>
          {Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place).map((index) => (
            <LogRow key={index} line={lineAt(index)} search={search} current={index === current} cursor={live === true && index === count - 1} />
          ))}
        </div>
      </div>
    </div>
  )
}

function useFollowOnScroll(follow: boolean, onFollow: (follow: boolean) => void) {
  const last = useRef(0)
  return ({ currentTarget }: UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget
    const up = scrollTop < last.current - 1
    const atEnd = scrollHeight - scrollTop - clientHeight < LINE
    last.current = scrollTop
    if (follow && up && !atEnd) onFollow(false)
    else if (!follow && atEnd && !up) onFollow(true)
  }
}
