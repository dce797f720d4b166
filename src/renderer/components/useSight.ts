import { useLayoutEffect, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/** What of a scrolled element can be seen, in pixels. */
export interface Sight {
  /** Rounded down to a whole step, so that only a row that comes or goes is a change. */
  readonly top: number
  readonly height: number
  /** Nothing is scrolled away, not even a part of a step. */
  readonly atTop: boolean
}

/** Followed as it is scrolled and sized; nothing is in sight before the first layout. */
export function useSight(scroller: RefObject<HTMLElement | null>, step: number): Sight {
  const [sight, setSight] = useState<Sight>({ top: 0, height: 0, atTop: true })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = (): void => setSight((before) => moved(before, element, step))
    // At once: a frame without the rows that came into sight would show a hole.
    const scrolled = (): void => flushSync(look)
    look()
    element.addEventListener('scroll', scrolled, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', scrolled)
      observer.disconnect()
    }
  }, [scroller, step])
  return sight
}

function moved(before: Sight, { scrollTop, clientHeight: height }: HTMLElement, step: number): Sight {
  const top = Math.floor(scrollTop / step) * step
  const atTop = scrollTop <= 0
  return before.top === top && before.height === height && before.atTop === atTop ? before : { top, height, atTop }
}

/**
 * First and last of `count` rows of one height that are in sight, with `over` more on either side; the last is before the first
 * when there are none. Of rows that have become fewer than what is in sight, the last ones are: the page will go there.
 */
export function rowsIn({ top, height }: Pick<Sight, 'top' | 'height'>, row: number, count: number, over: number): readonly [first: number, last: number] {
  if (height === 0) return [0, -1]
  const from = Math.min(top, Math.max(0, count * row - height))
  // The top is rounded down: a part of one more row may be in sight.
  return [Math.max(0, Math.floor(from / row) - over), Math.min(count, Math.ceil((from + height) / row) + 1 + over) - 1]
}
