/** How amounts, durations and times are written, the same in the engine, the terminal and the window. */
import type { Instant } from './facts'

export type Zone = 'local' | 'utc'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const two = (value: number): string => String(value).padStart(2, '0')
const hours = (seconds: number): string => `${amount(Math.floor(seconds / 3600))} h ${two(Math.floor((seconds % 3600) / 60))}`

/** Milliseconds for a sentence: `30 ms`, `0.4 s`, `14 s`, `1 min 20 s`, `1 h 02`. */
export function durationInSentence(ms: number): string {
  if (ms > 0 && ms < 99.5) return `${Math.ceil(ms)} ms`
  if (ms < 9.95 * SECOND) return `${Number((Math.max(0, ms) / SECOND).toFixed(1))} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  if (seconds >= 3600) return hours(seconds)
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** Milliseconds for a table: `0:54`, `12:03`, from an hour on `1 h 02`; what took no whole second as in a sentence. */
export function durationInTable(ms: number): string {
  return ms > 0 && ms < 950 ? durationInSentence(ms) : runningClock(ms)
}

/** Milliseconds of a clock that runs: `0:00`, `0:54`, from an hour on `1 h 02`. */
export function runningClock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND))
  return seconds >= 3600 ? hours(seconds) : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

/** `1,240` */
export const amount = (n: number): string => Math.round(n).toLocaleString('en-US')

/** `96 bytes`, `412 KB`, `2.3 GB`; decimal units. */
export function bytes(n: number): string {
  if (n < 1000) return plural(n, 'byte', 'bytes')
  const units = ['KB', 'MB', 'GB', 'TB'] as const
  let value = n / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`
}

/** Milliseconds that something lasts, in its largest unit: `4 s`, `47 min`, `9 h`, `7 days`. */
export function span(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`
  return `${amount(Math.floor(ms / DAY))} days`
}

/** `1 service`, `3 services` */
export const plural = (n: number, one: string, many: string): string => `${amount(n)} ${n === 1 ? one : many}`

/** `web`, `web and api`, `web, api and worker`; of a choice `web or api`. */
export function listOf(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1] ?? ''}`
}

/** `21 Nov 09:00`, with the year where `now` is given and is in another year. A text that is no date comes back as it is. */
export function dayTime(instant: Instant, zone: Zone, now?: Instant): string {
  if (Number.isNaN(Date.parse(instant))) return stripControl(instant)
  const at = partsOf(instant, zone)
  const year = now !== undefined && partsOf(now, zone).year !== at.year ? ` ${at.year}` : ''
  return `${at.day} ${at.month}${year} ${at.hour}:${at.minute}`
}

/** `2026-11-21 09:00:12`, for what is read much later. */
export function fullTime(instant: Instant, zone: Zone): string {
  if (Number.isNaN(Date.parse(instant))) return stripControl(instant)
  const at = partsOf(instant, zone)
  return `${at.year}-${two(MONTHS.indexOf(at.month) + 1)}-${two(Number(at.day))} ${at.hour}:${at.minute}:${at.second}`
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function partsOf(instant: Instant, zone: Zone): Readonly<Record<Part, string>> {
  const format = new Intl.DateTimeFormat('en-US', {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {})
  })
  const found = format.formatToParts(Date.parse(instant)).map((part) => [part.type, part.value] as const)
  return { year: '', month: '', day: '', hour: '', minute: '', second: '', ...Object.fromEntries(found) }
}

/** `UTC`, `UTC+1`, `UTC−3:30`: the zone that times are written in, at that time. */
export function zoneName(zone: Zone, at: Instant): string {
  const offset = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  if (offset === 0 || Number.isNaN(offset)) return 'UTC'
  const minutes = Math.abs(offset)
  return `UTC${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`}`
}

/** `7c1e9a0`, as git writes it and takes it. */
export const shortCommit = (commit: string): string => commit.slice(0, 7)

/** The first 8 digits, in two groups: `7c1e 9a04`. */
export const shortHash = (hash: string): string => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.trim()

// CSI … final byte, OSC or DCS … terminator, and the short escapes.
const ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g
const UNSEEN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Text from outside on one line, made harmless: ANSI escapes are removed, control characters become visible symbols (`␊`), and
 * characters that turn or hide text become their code (`‹U+202E›`). A tab stays.
 */
export const stripControl = (text: string): string => text.replace(ANSI, '').replace(UNSEEN, visible)

/** The same for text of several lines: line breaks stay, as `\n`. */
export const stripControlLines = (text: string): string => text.split(/\r\n|\n|\r/).map(stripControl).join('\n')

function visible(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
}
