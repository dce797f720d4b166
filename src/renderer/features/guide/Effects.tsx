import { Archive, Database, GitBranch, OctagonX, Play, Radar, SlidersHorizontal, Timer } from 'lucide-react'
import type { PreparedView } from '../../../domain/views'
import type { Icon } from '../../components/icon'
import { State } from '../../components/State'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatSpan } from '../../format'
import { effectsOf, type DataEffect, type Effect } from './effects'
import { useGuide } from './guide-store'

const ICONS: Readonly<Record<Effect['icon'], Icon>> = {
  snapshot: Archive, down: Timer, started: Play, code: GitBranch, config: SlidersHorizontal, data: Database, done: Radar, forced: OctagonX
}

/** What will happen, in the order in which it matters. */
export function Effects({ view }: { readonly view: PreparedView }) {
  const forced = useGuide(({ draft }) => draft.forced)
  return (
    <ul className="effects mt-4">
      {effectsOf(view, forced).map((effect) => <EffectRow key={effect.id} effect={effect} />)}
    </ul>
  )
}

function EffectRow({ effect }: { readonly effect: Effect | DataEffect }) {
  const Sign = ICONS[effect.icon]
  const loss = effect.tone === 'loss'
  return (
    <li>
      <Sign className={loss ? 'icon fail' : 'icon'} aria-hidden="true" />
      <div>
        <h3 className={loss ? 'strong fail' : 'strong'}>
          <UserText>{effect.title}</UserText>
          {'restoredTo' in effect && effect.restoredTo !== null && <> on <Time at={effect.restoredTo} /></>}
        </h3>
        <p className="sec"><UserText>{effect.text}</UserText></p>
      </div>
      {effect.tone === 'warning' ? <State kind="warning" /> : <span className="mut">{effect.takes === null ? '' : formatSpan(effect.takes)}</span>}
    </li>
  )
}
