import type { SnapshotsView } from '../../../domain/views'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatBytes } from '../../format'
import { meterParts } from './meter'

/** How much room the snapshots take, by environment, and how much is left. */
export function Usage({ view }: { readonly view: SnapshotsView }) {
  const { used, free, perEnvironment } = view
  const { parts, others } = meterParts(view)
  const each = perEnvironment.map(({ environment, bytes }) => `${visibleText(environment)} ${formatBytes(bytes)}`).join(', ')
  return (
    <div className="usage">
      <div className="rowflex t12">
        <span className="medium nowrap">{formatBytes(used)} used</span>
        <span className="mut clip" title={each}>
          {parts.map(({ environment, bytes }, index) => <span key={environment}>{index > 0 && ', '}<UserText>{environment}</UserText> {formatBytes(bytes)}</span>)}
          {others > 0 && `, ${others} more`}
        </span>
        <span className="spacer" />
        <span className="mut nowrap">{formatBytes(free)} free</span>
      </div>
      <div className="usage-bar" role="img" aria-label={`${formatBytes(used)} used by snapshots: ${each}. ${formatBytes(free)} free.`}>
        {parts.map(({ environment, share }) => <i key={environment} title={visibleText(environment)} style={{ flexGrow: share }} />)}
        <span style={{ flexGrow: Math.max(0, 1 - parts.reduce((sum, { share }) => sum + share, 0)) }} />
      </div>
    </div>
  )
}
