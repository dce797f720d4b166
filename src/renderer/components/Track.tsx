import type { TrackStop } from '../../domain/views'
import { Time } from './Time'
import { UserText } from './UserText'

export interface TrackProps {
  /** Oldest first, the current one last. */
  readonly stops: readonly TrackStop[]
  /** What was seen of the current one. */
  readonly failing: boolean
}

const WORDS: Readonly<Record<TrackStop['kind'] | 'current-failing', string>> = {
  'was-here': '',
  'way-back': '',
  current: ', current',
  'current-failing': ', current and failing',
  failed: ', failed'
}

/** With more stops there is no room for the time of day beside what a stop is. */
const ROOMY = 3

/** Which versions were here, which one runs, and where the way back leads. */
export function Track({ stops, failing }: TrackProps) {
  const shown = stops.map((stop) => ({ ...stop, kind: failing && stop.kind === 'current' ? 'current-failing' as const : stop.kind }))
  return (
    <ol className="track" aria-label="Recent versions, oldest first">
      {shown.map(({ deploymentId, version, timestamp, kind }) => (
        <li key={deploymentId} className={`track-stop track-stop--${kind}`}>
          <span className="track-version"><UserText clip>{version}</UserText></span>
          <Time at={timestamp} style={kind === 'was-here' || (!kind.startsWith('current') && stops.length > ROOMY) ? 'day' : 'minute'} />
          {kind === 'way-back' && <span className="run"> · way back</span>}
          {kind === 'failed' && <span className="fail" aria-hidden="true"> · failed</span>}
          <span className="sr">{WORDS[kind]}</span>
        </li>
      ))}
    </ol>
  )
}
