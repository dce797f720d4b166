import { useEffect, useState, type RefObject } from 'react'

type Width = number | `${number}fr`

/** Widths for grid-template-columns: as shares while the room is not known, then in whole pixels. */
export function templateOf(widths: readonly Width[], room: number | undefined): string {
  if (room === undefined) return widths.map((width) => (typeof width === 'number' ? `${width}px` : `minmax(0, ${width})`)).join(' ')
  const rest = Math.max(0, room - widths.reduce<number>((sum, width) => sum + (typeof width === 'number' ? width : 0), 0))
  const shares = widths.reduce<number>((sum, width) => sum + shareOf(width), 0)
  let [taken, at] = [0, 0]
  return widths.map((width) => {
    if (typeof width === 'number') return `${width}px`
    taken += shareOf(width)
    const end = Math.round((rest * taken) / shares)
    const pixels = end - at
    at = end
    return `${pixels}px`
  }).join(' ')
}

const shareOf = (width: Width): number => (typeof width === 'number' ? 0 : Number.parseFloat(width))

/** Each row is a grid of its own: with shares it would be measured twice, with pixels only what has changed is laid out. */
export function useTemplate(scroller: RefObject<HTMLElement | null>, columns: readonly { readonly width?: Width }[]): string {
  const [room, setRoom] = useState<number>()
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return templateOf(columns.map(({ width = '1fr' }) => width), room)
}
