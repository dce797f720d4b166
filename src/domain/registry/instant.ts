import type { Instant } from '../facts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/

/** An ISO 8601 date or time as an instant; one that names no zone is UTC, whatever machine reads it. Null when it is none. */
export function instantOf(text: string): Instant | null {
  const match = ISO.exec(text)
  if (match === null) return null
  const [, year, month, day, time = '00:00', zone = 'Z'] = match
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`
  const midnight = new Date(`${date}T00:00:00.000Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return null
  const at = new Date(`${date}T${time.replace(',', '.')}${zone.includes(':') || zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
