/** How amounts, spans and times are written. Pure: the zone and the present come in as arguments. */

export type Zone = 'local' | 'utc'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const two = (value: number): string => String(value).padStart(2, '0')

/** 1,240 */
export function formatAmount(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** "1 service", "3 services"; the plural form is given where it is not the word with an s. */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${formatAmount(value)} ${value === 1 ? one : many}`
}

/** 2.3 GB, 412 KB, 96 bytes */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return formatCount(bytes, 'byte')
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** For tables: 0:54, 12:03, and 1 h 02 from an hour. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND))
  if (seconds >= 3600) return formatHours(seconds * SECOND)
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

/** For sentences: 0.4 s, 54 s, 2 min 30 s, 1 h 02. */
export function formatSpan(ms: number): string {
  if (ms < 0) return formatSpan(0)
  if (ms < 9.95 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  if (seconds >= 3600) return formatHours(seconds * SECOND)
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

function formatHours(ms: number): string {
  const minutes = Math.floor(ms / MINUTE)
  return `${formatAmount(Math.floor(minutes / 60))} h ${two(minutes % 60)}`
}

/** For what lasts: 4 s, 47 min, 9 h, 5 days. */
export function formatAge(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`
  return `${formatAmount(Math.floor(ms / DAY))} days`
}

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
