import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { RouteOf } from '../../app/routes'
import { call, on } from '../../stores/api'
import { keep, keptOf } from '../../stores/kept'
import { useProjectPath } from '../../stores/project'
import { DeploymentPages, type RowsQuery } from './deployment-pages'

/** The rows that the filter leaves, asked for anew with every key that is pressed; `initial` counts when the screen opens. */
export function useDeployments(initial: RowsQuery): DeploymentPages {
  const project = useProjectPath()
  const [first] = useState(initial)
  const pages = useMemo(() => new DeploymentPages((query) => call('deployments:list', { project, query }), first), [project, first])
  useSyncExternalStore(pages.subscribe, pages.getVersion)
  useEffect(() => pages.reload(), [pages])
  useEffect(
    () => on('project-changed', ({ project: changed, what }) => {
      if (changed === project && (what.includes('registry') || what.includes('settings'))) pages.reload()
    }),
    [pages, project]
  )
  return pages
}

interface Chosen {
  /** Undefined while its row is still on its way. */
  readonly id: string | undefined
  readonly index: number
}
export interface Choice {
  readonly id: string | undefined
  /** Its place among the rows; -1 when the filter leaves it out. */
  readonly index: number
  /** Where somebody was who has come back; undefined at first. */
  readonly startAt: number | undefined
  readonly choose: (index: number) => void
  readonly chooseId: (id: string) => void
}

/** The chosen deployment stays chosen when the rows around it change, and when one comes back to it; at first it is the top one. */
export function useChoice(pages: DeploymentPages, route: RouteOf<'deployments'>): Choice {
  const [before] = useState(() => keptOf<Chosen | undefined>(route, 'chosen', undefined))
  const [chosen, set] = useState<Chosen>(before ?? { id: route.id, index: 0 })
  const version = useSyncExternalStore(pages.subscribe, pages.getVersion)
  const id = chosen.id ?? pages.rowAt(chosen.index)?.id
  const index = id === undefined ? chosen.index : pages.placeOf(id)
  useEffect(() => {
    if (id !== undefined) set((before) => (before.id === undefined ? { ...before, id } : before))
  }, [id, version])
  useEffect(() => keep(route, 'chosen', { id, index: Math.max(0, index) }), [route, id, index])
  const choose = useCallback((index: number) => set({ id: pages.rowAt(index)?.id, index }), [pages])
  const chooseId = useCallback((next: string) => set({ id: next, index: -1 }), [])
  return { id, index, startAt: before?.index, choose, chooseId }
}

/** A value once it stays the same for a moment: holding an arrow key asks for no details on the way. */
export function useSettled<T>(value: T, delay = 80): T {
  const [settled, set] = useState(value)
  const last = useRef(0)
  useEffect(() => {
    const quick = Date.now() - last.current < delay
    last.current = Date.now()
    if (!quick) return set(value)
    const timer = setTimeout(() => set(value), delay)
    return () => clearTimeout(timer)
  }, [value, delay])
  return settled
}
