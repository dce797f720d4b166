import { Eye, Package, ShieldAlert, ShieldCheck, ShieldEllipsis, TriangleAlert } from 'lucide-react'
import type { OverviewView } from '../../domain/views'
import { StatusBar, type StatusItem } from '../components/StatusBar'
import { Time, useZone } from '../components/Time'
import { UserText } from '../components/UserText'
import { zoneName } from '../format'
import { useProject } from '../stores/project'
import { useSettings } from '../stores/settings'

const OLD: StatusItem = { id: 'old', icon: TriangleAlert, content: 'Shown is what was read before', tone: 'warning' }

/** How fresh everything is, whether evidence can be kept, and in which zone times are. */
export function WindowStatus() {
  const overview = useProject((state) => state.overview)
  const problem = useProject((state) => state.problem)
  const actor = useSettings(({ info }) => info?.actor)
  const end: StatusItem[] = [{ id: 'zone', content: <ZoneSwitch /> }]
  if (actor) end.push({ id: 'actor', content: <><UserText>{actor.user}</UserText> · <UserText>{actor.host}</UserText></> })
  const old: readonly StatusItem[] = problem && overview ? [OLD] : []
  return <StatusBar items={[...old, ...seen(overview)]} end={end} />
}

function seen(overview: OverviewView | null): readonly StatusItem[] {
  if (overview === null) return [{ id: 'none', icon: Eye, content: 'Nothing observed yet' }]
  return [
    { id: 'observed', icon: Eye, content: <>Observed <Time at={overview.observedAt} style="clock-second" /></> },
    { id: 'registry', icon: Package, ...registryRead(overview.registryReadAt) },
    history(overview.history)
  ]
}

function registryRead(at: OverviewView['registryReadAt']): Omit<StatusItem, 'id' | 'icon'> {
  return at === null ? { content: 'Registry could not be read', tone: 'failed' } : { content: <>Registry read <Time at={at} style="clock-second" /></> }
}

function history({ writable, chain, problem }: OverviewView['history']): StatusItem {
  // The whole reason stands above every screen.
  const readOnly = problem?.code === 'read-only'
  if (!writable && !readOnly) return { id: 'history', icon: ShieldAlert, tone: 'failed', content: problem?.message ?? 'History cannot be written, nothing can start' }
  if (chain === 'broken') return { id: 'history', icon: ShieldAlert, tone: 'failed', content: (readOnly ? null : problem?.message) ?? 'The chain of the history does not verify' }
  const can = readOnly ? 'can only be read' : 'can be written'
  if (chain === 'verifying') return { id: 'history', icon: ShieldEllipsis, content: `History ${can}, chain being verified` }
  return { id: 'history', icon: ShieldCheck, content: `History ${can}, chain verified` }
}

function ZoneSwitch() {
  const zone = useZone()
  const { settings, save } = useSettings()
  const next = zone === 'utc' ? 'local' : 'utc'
  return (
    <button type="button" title={next === 'utc' ? 'Show all times in UTC' : 'Show all times in local time'} onClick={() => void save({ ...settings, times: next })}>
      Times in {zoneName(zone)}
    </button>
  )
}
