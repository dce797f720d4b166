const KNOWN = new Set([
  'id', 'environment', 'version', 'timestamp', 'status', 'strategy', 'duration', 'servicesDeployed', 'healthStatus', 'rollbackAvailable',
  'commit', 'images', 'actor', 'manifest', 'rollback'
])

/** The fields of a record that Backstep does not know, as JSON text; null when there are none. */
export function unknownFields(record: object): string | null {
  const unknown = Object.entries(record).filter(([key]) => !KNOWN.has(key))
  return unknown.length === 0 ? null : JSON.stringify(Object.fromEntries(unknown), null, 2)
}
