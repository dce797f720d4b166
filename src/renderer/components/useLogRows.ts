import { useLayoutEffect, useReducer, useRef, useState, type RefObject } from 'react'
import { RowPlaces } from './rowPlaces'
import { useSight } from './useSight'

/** Height of a line that does not wrap, in pixels. */
export const LINE = 20
/** Lines beyond what is in sight, for a quick wheel; at the end that is followed nobody turns it. */
const [OVERSCAN, FOLLOWING] = [20, 4]

interface Wanted {
  readonly count: number
  readonly follow: boolean
  /** The line to bring into sight; -1 for none. */
  readonly current: number
}
interface LogRows {
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Holds the lines from `first` to `last`, one below the other. */
  readonly lines: RefObject<HTMLDivElement | null>
  readonly first: number
  readonly last: number
  /** Where the first one begins, and where all end, in pixels. */
  readonly top: number
  readonly total: number
}

/** Which lines exist and where: those in sight, each as high as it turned out to be when it was. */
export function useLogRows({ count, follow, current }: Wanted): LogRows {
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useRef<HTMLDivElement>(null)
  const [places] = useState(() => new RowPlaces(LINE))
  const [, again] = useReducer((times: number) => times + 1, 0)
  const { top, height } = useSight(scroller, LINE)
  const total = places.topOf(count)
  const end = Math.max(0, total - height)
  const from = follow ? end : Math.min(top, end)
  const over = follow ? FOLLOWING : OVERSCAN
  const first = Math.max(0, places.at(from) - over)
  const last = height === 0 ? first - 1 : Math.min(count - 1, places.at(from + height) + 1 + over)

  const aim = useAim(current)
  const stuck = useRef('')
  useSettled(lines, () => {
    const element = scroller.current
    if (!element || !lines.current) return
    const { changed, above } = measure(lines.current, places, first, places.at(from))
    // What is beside it may grow and leave it less room: the end is elsewhere then too.
    const mark = follow ? `${total} ${height}` : ''
    if (follow && mark !== stuck.current) element.scrollTop = element.scrollHeight
    else if (aim.current >= 0) element.scrollTop = places.topOf(aim.current) - (height - LINE) / 2
    else if (!follow && above !== 0) element.scrollTop += above
    stuck.current = mark
    if (changed) again()
    else if (height > 0) aim.current = -1
  })
  useForgotten(places, count, again)
  return { scroller, lines, first, last, top: places.topOf(first), total }
}

/** The line to go to, until it is in its place: what is above it may turn out to be higher on the way. */
function useAim(current: number): { current: number } {
  const aim = useRef(-1)
  useLayoutEffect(() => {
    aim.current = current
  }, [current])
  return aim
}

/** After every drawing, and when what was drawn takes another size: the font came, or the window became narrower. */
function useSettled(lines: RefObject<HTMLElement | null>, settle: () => void): void {
  const latest = useRef(settle)
  useLayoutEffect(() => {
    latest.current = settle
    settle()
  })
  useLayoutEffect(() => {
    if (!lines.current) return
    const observer = new ResizeObserver(() => latest.current())
    observer.observe(lines.current)
    return () => observer.disconnect()
  }, [lines])
}

/** Fewer lines are other lines. */
function useForgotten(places: RowPlaces, count: number, again: () => void): void {
  const before = useRef(count)
  useLayoutEffect(() => {
    if (count < before.current) {
      places.forget()
      again()
    }
    before.current = count
  }, [places, count, again])
}

/** Takes the height of each line that exists; `above` is by how much those before `seen` grew. */
function measure(lines: HTMLElement, places: RowPlaces, first: number, seen: number): { readonly changed: boolean; readonly above: number } {
  let changed = false
  let above = 0
  for (const [place, line] of [...lines.children].entries()) {
    const grown = places.measured(first + place, (line as HTMLElement).offsetHeight)
    if (grown === 0) continue
    changed = true
    if (first + place < seen) above += grown
  }
  return { changed, above }
}
