import { Archive, ChevronsUpDown, CircleUser, LayoutList, Package, ScrollText, Search, Settings } from 'lucide-react'
import type { LaneView } from '../../domain/views'
import type { Icon } from '../components/icon'
import { Kbd } from '../components/Kbd'
import { Mark } from '../components/Mark'
import { State } from '../components/State'
import { UserText } from '../components/UserText'
import { visibleText } from '../components/visible'
import { formatAmount } from '../format'
import { useNavigation } from '../stores/navigation'
import { useProject } from '../stores/project'
import { useSettings } from '../stores/settings'
import { useUi } from '../stores/ui'
import { laneKind, laneWord } from './laneState'
import type { Route, Screen } from './routes'

/** Where one can go, how each environment is, and who one is. */
export function Sidebar({ screen }: { readonly screen: Screen }) {
  const project = useProject((state) => state.project)
  const lanes = useProject(({ overview }) => overview?.lanes)
  const openPalette = useUi((state) => state.openPalette)
  return (
    <nav className="side" aria-label="Project" data-region>
      <ProjectButton name={project?.name ?? 'No project'} />
      <button type="button" className="side-search" aria-keyshortcuts="Meta+K Control+K" onClick={() => openPalette(true)}>
        <Search className="icon icon-14" aria-hidden="true" />
        <span className="side-word">Search or run</span>
        <span className="sr"> a command</span>
        <Kbd keys="mod+k" />
      </button>
      <div className="nav">
        <NavLink to={{ screen: 'overview' }} icon={LayoutList} word="Overview" here={screen} />
        <NavLink to={{ screen: 'deployments' }} icon={Package} word="Deployments" here={screen} count={project?.counts.deployments ?? undefined} />
        <NavLink to={{ screen: 'history' }} icon={ScrollText} word="History" here={screen} />
        <NavLink to={{ screen: 'snapshots' }} icon={Archive} word="Snapshots" here={screen} count={project?.counts.snapshots} />
        <NavLink to={{ screen: 'settings' }} icon={Settings} word="Settings" here={screen} />
      </div>
      {lanes !== undefined && lanes.length > 0 && <Environments lanes={lanes} />}
      <span className="spacer" />
      <Person />
    </nav>
  )
}

function ProjectButton({ name }: { readonly name: string }) {
  const close = useProject((state) => state.close)
  return (
    <button type="button" className="side-project" title={`${visibleText(name)}: switch project`} onClick={close}>
      <Mark />
      <span className="sr">Switch project, now </span>
      <span className="side-word clip"><UserText>{name}</UserText></span>
      <ChevronsUpDown className="icon icon-14" aria-hidden="true" />
    </button>
  )
}

interface NavLinkProps {
  readonly to: Route
  readonly icon: Icon
  readonly word: string
  readonly here?: Screen
  readonly count?: number | undefined
}

function NavLink({ to, icon: Sign, word, here, count }: NavLinkProps) {
  const go = useNavigation((state) => state.go)
  return (
    <button type="button" className="nav-link" title={word} aria-current={isHere(to.screen, here) ? 'page' : undefined} onClick={() => go(to)}>
      <Sign className="icon" aria-hidden="true" />
      <span className="side-word">{word}</span>
      {count !== undefined && <span className="count">{formatAmount(count)}</span>}
    </button>
  )
}

function Environments({ lanes }: { readonly lanes: readonly LaneView[] }) {
  const go = useNavigation((state) => state.go)
  return (
    <div className="nav nav--scroll scroll">
      <h2>Environments</h2>
      {lanes.map((lane) => {
        const kind = laneKind(lane)
        const word = laneWord(kind)
        const { environment } = lane
        return (
          <button key={environment} type="button" className="nav-link" title={`${visibleText(environment)}: ${word}`} onClick={() => go({ screen: 'overview', environment })}>
            <span className="side-word" dir="auto"><UserText>{environment}</UserText></span>
            <State kind={kind} small>{word}</State>
          </button>
        )
      })}
    </div>
  )
}

function Person() {
  const actor = useSettings(({ info }) => info?.actor)
  if (actor === undefined) return null
  return (
    <div className="nav">
      <NavLink to={{ screen: 'settings', section: 'about' }} icon={CircleUser} word={visibleText(actor.user)} />
    </div>
  )
}

/** A result belongs to the history. */
const isHere = (screen: Screen, here: Screen | undefined): boolean => screen === (here === 'result' ? 'history' : here)
