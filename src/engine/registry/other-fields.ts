import { findRecords, layoutOf } from '../../domain/registry/find'

const KNOWN = new Set([
  'id', 'environment', 'version', 'timestamp', 'status', 'strategy', 'duration', 'servicesDeployed', 'healthStatus', 'rollbackAvailable',
  'commit', 'actor', 'manifest', 'rollback'
])

/** The fields of one record that Backstep does not know, as JSON text; null when there are none. */
export function unknownFields(text: string | null, id: string): string | null {
  const place = text === null ? undefined : findRecords(text, layoutOf(text), [id]).get(id)
  if (text === null || place === undefined) return null
  const record = JSON.parse(text.slice(place.start, place.end)) as Record<string, unknown>
  const unknown = Object.entries(record).filter(([key]) => !KNOWN.has(key))
  return unknown.length === 0 ? null : JSON.stringify(Object.fromEntries(unknown), null, 2)
}
