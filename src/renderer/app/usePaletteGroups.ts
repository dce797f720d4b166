import { useDeferredValue, useMemo } from 'react'
import { useZone } from '../components/Time'
import { useProject } from '../stores/project'
import { useCall } from '../stores/useCall'
import { APP_ITEMS, deploymentItem, environmentItems, matches, placeItems, runItem, words, type PaletteGroup } from './paletteItems'

const FEW = 4

/** Everything that matches the query, in groups; deployments and runs are asked from the engine. */
export function usePaletteGroups(query: string): readonly PaletteGroup[] {
  const lanes = useProject(({ overview }) => overview?.lanes)
  const found = useFound(query)
  return useMemo(() => {
    const here = lanes ?? []
    const places = here.length === 0 && query === '' ? [] : placeItems(here).filter((item) => matches(item, query))
    const groups: PaletteGroup[] = [
      { value: 'Do', items: [...environmentItems(here), ...APP_ITEMS].filter((item) => matches(item, query)).slice(0, query === '' ? 5 : 8) },
      { value: 'Deployments and runs', items: found },
      { value: 'Go to', items: places.slice(0, query === '' ? 5 : 8) }
    ]
    return groups.filter(({ items }) => items.length > 0)
  }, [lanes, found, query])
}

function useFound(query: string) {
  const zone = useZone()
  const project = useProject(({ path }) => path)
  const lanes = useProject(({ overview }) => overview?.lanes)
  const wanted = words(useDeferredValue(query)).filter((word) => word.length > 1)
  const environment = lanes?.find((lane) => wanted.some((word) => lane.environment.toLowerCase().startsWith(word)))?.environment ?? null
  const text = wanted.filter((word) => !environment?.toLowerCase().startsWith(word) && !'rollback'.startsWith(word)).join(' ')
  const ask = project !== null && wanted.length > 0
  const deployments = useCall('deployments:list', ask ? { project, query: { text, environment, from: null, until: null, sort: 'timestamp', descending: true, offset: 0, limit: FEW } } : null, { keep: true })
  const runs = useCall('history:list', ask ? { project, text, environment, offset: 0, limit: FEW } : null, { keep: true })
  return useMemo(() => {
    if (!ask) return []
    const rows = (deployments.value?.rows ?? []).map((row) => deploymentItem(row, zone))
    return [...rows, ...(runs.value?.rows ?? []).slice(0, FEW).map((row) => runItem(row, zone))]
  }, [ask, deployments.value, runs.value, zone])
}
