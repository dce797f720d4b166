import type { SeenLane } from '../../../domain/views'
import { laneWord } from '../../app/laneState'
import { StateTag } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatAmount } from '../../format'
import { seenGroups } from './seen-groups'

/** So many tags fit beside a name. */
const AT_MOST = 3

/** In which states the environments of a project were last seen: one by its name, more of the same by their number. */
export function RecentStates({ lanes }: { readonly lanes: readonly SeenLane[] }) {
  const groups = seenGroups(lanes)
  const more = groups.slice(AT_MOST).reduce((sum, { environments }) => sum + environments.length, 0)
  return (
    <span className="recent-states">
      {groups.slice(0, AT_MOST).map(({ kind, environments: [first, ...others] }) => (
        <StateTag key={kind} kind={kind}>
          <span className="recent-state">
            {others.length === 0 ? <UserText clip>{first ?? ''}</UserText> : formatAmount(others.length + 1)} <span>{laneWord(kind).toLowerCase()}</span>
          </span>
        </StateTag>
      ))}
      {more > 0 && <span className="t12 mut nowrap">{formatAmount(more)} more</span>}
    </span>
  )
}
