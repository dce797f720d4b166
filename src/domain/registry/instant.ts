import type { Instant } from '../facts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/

// Most are written as they are kept: no date is made of them. Days that not every month has are looked at.
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** An ISO 8601 date or time as an instant; one that names no zone is UTC, whatever machine reads it. Null when it is none. */
export function instantOf(text: string): Instant | null {
  if (PLAIN.test(text)) return text
  const match = ISO.exec(text)
  if (match === null) return null
  const [, year, month, day, time = '00:00', zone = 'Z'] = match
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`
  const midnight = new Date(`${date}T00:00:00.000Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return null
  const at = new Date(`${date}T${time.replace(',', '.')}${zone.includes(':') || zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
