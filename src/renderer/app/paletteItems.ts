import { Archive, Eye, FolderOpen, LayoutList, ListChecks, Package, ScrollText, Settings, Undo2 } from 'lucide-react'
import type { DeploymentRow, HistoryRow, LaneView } from '../../domain/views'
import { shellLine } from '../components/Command'
import type { Icon } from '../components/icon'
import { formatClock, formatTime, type Zone } from '../format'
import { outcomeLook } from '../outcomes'
import type { Route } from './routes'

export interface PaletteItem {
  readonly id: string
  readonly icon: Icon
  readonly label: string
  /** After the label, quieter. */
  readonly why: string
  readonly act: { readonly go: Route } | { readonly run: 'observe' | 'open-folder' | 'switch-project' }
  /** The same on the command line. */
  readonly command?: string
}

export interface PaletteGroup {
  readonly value: string
  readonly items: readonly PaletteItem[]
}

/** What can be done to each environment. */
export function environmentItems(lanes: readonly LaneView[]): readonly PaletteItem[] {
  return lanes.flatMap(({ environment, wayBack, current, cannotRollBack, services }) => {
    if (cannotRollBack !== null) return []
    // Without a way back a terminal has to be told where to; the guide chooses the current one.
    const to = wayBack === null && current !== null ? ['--to', current.deploymentId] : []
    const items: PaletteItem[] = [
      {
        id: `roll ${environment}`, icon: Undo2, label: `Roll back ${environment}…`, why: wayBack ? (wayBack.missing === null ? `to ${wayBack.version}` : `${wayBack.version} cannot be gone back to`) : 'no way back is suggested',
        act: { go: { screen: 'guide', environment } },
        command: shellLine(['backstep', 'rollback', '--env', environment, ...(wayBack ? ['--to', wayBack.deploymentId] : to)])
      },
      {
        id: `check ${environment}`, icon: ListChecks, label: `Check a rollback of ${environment}`, why: 'runs the checks, changes nothing',
        act: { go: { screen: 'guide', environment, step: 'checks' } }, command: shellLine(['backstep', 'check', '--env', environment, ...to])
      }
    ]
    if (services.length > 1) {
      items.splice(1, 0, {
        id: `one ${environment}`, icon: Undo2, label: `Roll back one service of ${environment}…`, why: services.slice(0, 4).map(({ name }) => name).join(', '),
        act: { go: { screen: 'guide', environment, step: 'target' } }
      })
    }
    return items
  })
}

export const APP_ITEMS: readonly PaletteItem[] = [
  { id: 'observe', icon: Eye, label: 'Observe now', why: 'asks every service what it runs', act: { run: 'observe' }, command: 'backstep status' },
  { id: 'open', icon: FolderOpen, label: 'Open folder…', why: '', act: { run: 'open-folder' } },
  { id: 'switch', icon: FolderOpen, label: 'Switch project…', why: 'recent projects and the demo', act: { run: 'switch-project' } }
]

/** Screens, and the parts of them that belong to an environment. */
export function placeItems(lanes: readonly LaneView[]): readonly PaletteItem[] {
  const screens: PaletteItem[] = [
    { id: 'go overview', icon: LayoutList, label: 'Overview', why: '', act: { go: { screen: 'overview' } } },
    { id: 'go deployments', icon: Package, label: 'Deployments', why: '', act: { go: { screen: 'deployments' } }, command: 'backstep list' },
    { id: 'go history', icon: ScrollText, label: 'History', why: '', act: { go: { screen: 'history' } }, command: 'backstep history' },
    { id: 'go snapshots', icon: Archive, label: 'Snapshots', why: '', act: { go: { screen: 'snapshots' } }, command: 'backstep snapshots' },
    { id: 'go settings', icon: Settings, label: 'Settings', why: 'backstep.yaml, identity, encryption, appearance', act: { go: { screen: 'settings' } } }
  ]
  const parts = lanes.flatMap(({ environment, stateText }): PaletteItem[] => [
    { id: `lane ${environment}`, icon: LayoutList, label: environment, why: stateText, act: { go: { screen: 'overview', environment } } },
    { id: `deployments ${environment}`, icon: Package, label: `Deployments of ${environment}`, why: '', act: { go: { screen: 'deployments', environment } } },
    { id: `snapshots ${environment}`, icon: Archive, label: `Snapshots of ${environment}`, why: '', act: { go: { screen: 'snapshots', environment } } }
  ])
  return [...screens, ...parts]
}

export function deploymentItem({ id, version, environment, timestamp, status, mark }: DeploymentRow, zone: Zone): PaletteItem {
  const note = mark === 'current' ? 'current' : mark === 'way-back' ? 'way back' : status
  return {
    id: `deployment ${environment} ${id}`, icon: Package, label: `${version} in ${environment}`, why: `${formatTime(timestamp, { zone })}, ${note}`,
    act: { go: { screen: 'deployments', environment, id } }, command: shellLine(['backstep', 'show', id])
  }
}

export function runItem({ record: { entry }, undoneBy }: HistoryRow, zone: Zone): PaletteItem {
  const verb = entry.kind === 'undo' ? 'Undo' : 'Rollback'
  const word = outcomeLook(entry.outcome, undoneBy).word.toLowerCase()
  return {
    id: `run ${entry.runId}`, icon: ScrollText, label: `${verb} of ${entry.environment} to ${entry.to.version}`,
    why: `${formatTime(entry.finishedAt, { zone })}, ${word} in ${formatClock(entry.duration)}`, act: { go: { screen: 'result', runId: entry.runId } }
  }
}

/** Every word of the query is somewhere in the item. */
export function matches(item: PaletteItem, query: string): boolean {
  const text = `${item.label} ${item.why}`.toLowerCase()
  return words(query).every((word) => text.includes(word))
}

export function words(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter((word) => word !== '')
}
