import { createContext, memo, use } from 'react'
import { formatTime, zoneName, type TimeStyle, type Zone } from '../format'

/** Local time or UTC, as the operator chose it; the application provides it once. */
export const ZoneContext = createContext<Zone>('local')

export const useZone = (): Zone => use(ZoneContext)

export interface TimeProps {
  readonly at: string | number
  readonly style?: TimeStyle
  readonly className?: string
}

/** A point in time in the chosen zone. The tooltip has the seconds and the zone. */
export const Time = memo(function Time({ at, style = 'minute', className }: TimeProps) {
  const zone = useZone()
  const date = new Date(at)
  const text = formatTime(at, { zone, style })
  if (Number.isNaN(date.getTime())) return <bdi className={className}>{text}</bdi>
  const title = `${formatTime(at, { zone, style: 'second' })} ${zoneName(zone, date.getTime())}`
  return <time className={className} dateTime={date.toISOString()} title={title}>{text}</time>
})
