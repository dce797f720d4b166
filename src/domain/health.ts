/** `doubtful`: a word of another tool that says neither, such as `degraded`. `unknown`: the record does not say. */
export type RecordedHealth = 'healthy' | 'unhealthy' | 'doubtful' | 'unknown'

const WELL = new Set(['healthy', 'ok', 'passing'])
const ILL = new Set(['unhealthy', 'failing', 'failed'])

/** What the health of a record means, whoever wrote it. */
export function recordedHealth(healthStatus: string | null): RecordedHealth {
  if (healthStatus === null || healthStatus === '' || healthStatus === 'unknown') return 'unknown'
  if (WELL.has(healthStatus)) return 'healthy'
  return ILL.has(healthStatus) ? 'unhealthy' : 'doubtful'
}
