import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, type RefObject, type UIEvent } from 'react'
import { LogRow } from './LogRow'

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

const LINE = 20

/** Output of any length; only the lines in sight exist. */
export function Log({ label, count, lineAt, follow, onFollow, search, current = -1, live }: LogProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => LINE, overscan: follow ? 4 : 20 })
  const total = virtual.getTotalSize()
  // What is beside it may grow and leave it less room: the end is elsewhere then too.
  useStickToEnd(scroller, follow, total, virtual.scrollRect?.height)
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'center' })
  }, [current, virtual])
  return (
    <div ref={scroller} className="log scroll" role="log" aria-live="off" aria-label={label} tabIndex={0} data-region onScroll={useFollowOnScroll(follow, onFollow)}>
      <div className="log-lines" style={{ height: total }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={index} ref={virtual.measureElement} data-index={index} style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}>
            <LogRow line={lineAt(index)} search={search} current={index === current} cursor={live === true && index === count - 1} />
          </div>
        ))}
      </div>
    </div>
  )
}

function useStickToEnd(scroller: RefObject<HTMLDivElement | null>, follow: boolean, total: number, height: number | undefined): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (follow && element) element.scrollTop = element.scrollHeight
  }, [scroller, follow, total, height])
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
