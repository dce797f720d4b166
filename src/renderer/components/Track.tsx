import { Time } from './Time'
import { UserText } from './UserText'

export interface TrackItem {
  readonly deploymentId: string
  readonly version: string
  readonly timestamp: string
  readonly kind: 'was-here' | 'way-back' | 'current' | 'current-failing' | 'failed'
}

export interface TrackProps {
  /** Oldest first, the current one last. */
  readonly stops: readonly TrackItem[]
}

const WORDS: Readonly<Record<TrackItem['kind'], string>> = {
  'was-here': '',
  'way-back': '',
  current: ', current',
  'current-failing': ', current and failing',
  failed: ', failed'
}

/** With more stops there is no room for the time of day beside what a stop is. */
const ROOMY = 3

/** Which versions were here, which one runs, and where the way back leads. */
export function Track({ stops }: TrackProps) {
  return (
    <ol className="track" aria-label="Recent versions, oldest first">
      {stops.map(({ deploymentId, version, timestamp, kind }) => (
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
