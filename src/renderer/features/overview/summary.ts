import type { ServiceDisplay, ServiceRow } from '../../../domain/views'

/** So many services are all shown as rows; with more, only the exceptions are. */
const ALL_ROWS = 6
const EXCEPTIONS = 4
const ORDER: readonly ServiceDisplay[] = ['failing', 'drift', 'unknown', 'stopped', 'running']

export interface ServiceGroup {
  readonly display: ServiceDisplay
  readonly names: readonly string[]
}

export interface ServiceSummary {
  /** In the order of backstep.yaml. */
  readonly rows: readonly ServiceRow[]
  /** The others, counted by state, the worst first. */
  readonly rest: readonly ServiceGroup[]
  /** Nothing is exceptional and there are many: only names. */
  readonly names: readonly ServiceRow[]
}

/** What of an environment's services is shown while its lane is not expanded. */
export function summarize(services: readonly ServiceRow[]): ServiceSummary {
  if (services.length <= ALL_ROWS) return { rows: services, rest: [], names: [] }
  const exceptional = services.filter(({ display }) => display !== 'running')
  if (exceptional.length === 0) return { rows: [], rest: [], names: services }
  const shown = new Set(byUrgency(exceptional).slice(0, EXCEPTIONS))
  const others = services.filter((service) => !shown.has(service))
  return { rows: services.filter((service) => shown.has(service)), rest: groups(others), names: [] }
}

function byUrgency(services: readonly ServiceRow[]): readonly ServiceRow[] {
  return [...services].sort((a, b) => ORDER.indexOf(a.display) - ORDER.indexOf(b.display))
}

function groups(services: readonly ServiceRow[]): readonly ServiceGroup[] {
  return ORDER.flatMap((display) => {
    const names = services.filter((service) => service.display === display).map(({ name }) => name)
    return names.length === 0 ? [] : [{ display, names }]
  })
}

/** Hosts of which no service answers, and all hosts. */
export function silentHosts(services: readonly ServiceRow[]): { readonly silent: number; readonly all: number } {
  const answers = new Map<string, boolean>()
  for (const { host, display, foreign } of services) answers.set(host, (answers.get(host) ?? false) || display !== 'unknown' || foreign !== undefined)
  return { silent: [...answers.values()].filter((answered) => !answered).length, all: answers.size }
}
