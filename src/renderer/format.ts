/** How amounts, spans and times are written. Pure: the zone and the present come in as arguments. */

import { plural, type Zone } from '../domain/text'

export { amount as formatAmount, bytes as formatBytes, durationInSentence as formatSpan, durationInTable as formatClock, runningClock as formatRunningClock, span as formatAge, type Zone } from '../domain/text'

const DAY = 24 * 60 * 60 * 1000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const two = (value: number): string => String(value).padStart(2, '0')

/** "1 service", "3 services"; the plural form is given where it is not the word with an s. */
export const formatCount = (value: number, one: string, many = `${one}s`): string => plural(value, one, many)

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly clock: string
  readonly seconds: string
  readonly tenths: string
}

function parts(at: Date, zone: Zone): Parts {
  const utc = zone === 'utc'
  const clock = utc ? `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}` : `${two(at.getHours())}:${two(at.getMinutes())}`
  const seconds = `${clock}:${two(at.getUTCSeconds())}`
  return {
    year: utc ? at.getUTCFullYear() : at.getFullYear(),
    month: utc ? at.getUTCMonth() : at.getMonth(),
    day: utc ? at.getUTCDate() : at.getDate(),
    clock,
    seconds,
    tenths: `${seconds}.${Math.floor(at.getUTCMilliseconds() / 100)}`
  }
}

/** minute "21 Nov 09:00" · second "21 Nov 09:00:12" · day "21 Nov" · clock "09:00" · clock-second · clock-tenth */
export type TimeStyle = 'minute' | 'second' | 'day' | 'clock' | 'clock-second' | 'clock-tenth'

export interface TimeOptions {
  readonly zone: Zone
  /** What year goes without saying. */
  readonly now?: number
  readonly style?: TimeStyle
}

/** A point in time as the screens write it; a text that is no date comes back as it was. */
export function formatTime(at: string | number, { zone, now = Date.now(), style = 'minute' }: TimeOptions): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return String(at)
  const value = parts(date, zone)
  if (style === 'clock') return value.clock
  if (style === 'clock-second') return value.seconds
  if (style === 'clock-tenth') return value.tenths
  const sameYear = value.year === parts(new Date(now), zone).year
  const day = `${value.day} ${MONTHS[value.month]}${sameYear ? '' : ` ${value.year}`}`
  if (style === 'day') return day
  return `${day} ${style === 'second' ? value.seconds : value.clock}`
}

/** In sentences: "at 02:47" today, else "on 22 Nov 02:47". */
export function formatMoment(at: string | number, zone: Zone, now = Date.now()): string {
  const today = formatTime(at, { zone, now, style: 'day' }) === formatTime(now, { zone, now, style: 'day' })
  return today ? `at ${formatTime(at, { zone, now, style: 'clock' })}` : `on ${formatTime(at, { zone, now })}`
}

/** today 03:11, yesterday, 18 Nov, 2 Oct 2025: for lists of what was used last. */
export function formatRecent(at: string | number, zone: Zone, now = Date.now()): string {
  const day = formatTime(at, { zone, now, style: 'day' })
  if (day === formatTime(now, { zone, now, style: 'day' })) return `today ${formatTime(at, { zone, now, style: 'clock' })}`
  if (day === formatTime(now - DAY, { zone, now, style: 'day' })) return 'yesterday'
  return day
}

/** UTC, UTC+1, UTC−3:30 */
export function zoneName(zone: Zone, at: number = Date.now()): string {
  const offset = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  if (offset === 0) return 'UTC'
  const minutes = Math.abs(offset)
  const rest = minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`
  return `UTC${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`
}
