/** What will happen, in sentences, from the plan alone. Pure. */
import { comesBackWords, losesNothing, lostOf } from '../../../domain/at-stake'
import { staysDown } from '../../../domain/down'
import { listOf } from '../../../domain/text'
import type { Phase } from '../../../domain/plan'
import type { DatabaseChoice, PreparedView } from '../../../domain/views'
import { formatAmount, formatBytes, formatCount, formatSpan } from '../../format'
import { rowsWords } from './words'

export interface Effect {
  readonly id: string
  readonly icon: 'snapshot' | 'down' | 'started' | 'code' | 'config' | 'data' | 'done' | 'forced'
  readonly title: string
  readonly text: string
  /** Expected milliseconds; null when unknown or of no length. */
  readonly takes: number | null
  readonly tone: 'plain' | 'warning' | 'loss'
}

/** What a restore brings back is told with its time, which only the screen can write in the operator's zone. */
export interface DataEffect extends Effect {
  readonly restoredTo: string | null
}

export function effectsOf(view: PreparedView, forced: readonly string[]): readonly (Effect | DataEffect)[] {
  return [snapshot(view), down(view), stays(view), started(view), code(view), config(view), ...view.databases.map((one) => data(view, one)), done(view), overridden(view, forced)].filter((one) => one !== null)
}

const MANY = 4
const some = (names: readonly string[], what: string): string => (names.length > MANY ? formatCount(names.length, what) : listOf(names))

/** Expected milliseconds of a phase; null when not measured. */
export function phaseTakes({ band }: PreparedView, phase: Phase): number | null {
  const part = band.parts.find((one) => one.phase === phase)
  return part && band.measured && band.total !== null ? (part.to - part.from) * band.total : null
}

function snapshot(view: PreparedView): Effect | null {
  if (!view.plan?.steps.some(({ phase }) => phase === 'snapshot')) return null
  const what = ['Configuration', ...view.databases.map(({ name }) => name)]
  return {
    id: 'snapshot', icon: 'snapshot', tone: 'plain', takes: phaseTakes(view, 'snapshot'), title: 'A snapshot is taken and verified first',
    text: `${listOf(what)} as ${what.length > 1 ? 'they are' : 'it is'} now, about ${formatBytes(view.snapshotBytes)}. With it you can undo this ${view.request.undo === null ? 'rollback' : 'undo'}.`
  }
}

const serviceOf = (resource: string): string | undefined => /^service:(.+)@[^@]*$/.exec(resource)?.[1]

function servicesIn({ plan }: PreparedView, phase: Phase): readonly string[] {
  const names = plan?.steps.filter((step) => step.phase === phase).map(({ resource }) => serviceOf(resource)) ?? []
  return [...new Set(names.filter((name) => name !== undefined))]
}

/** Services that the plan stops. */
export const stoppedServices = (view: PreparedView): readonly string[] => servicesIn(view, 'stop')

function started(view: PreparedView): Effect | null {
  const stopped = stoppedServices(view)
  const names = servicesIn(view, 'start').filter((name) => !stopped.includes(name))
  if (names.length === 0) return null
  const [is, does, it] = names.length === 1 ? ['is', 'does', 'It'] : ['are', 'do', 'They']
  return { id: 'started', icon: 'started', tone: 'plain', takes: phaseTakes(view, 'start'), title: `${some(names, 'service')} ${is} started`, text: `${it} ${does} not run now.` }
}

function down(view: PreparedView): Effect | null {
  const stopped = stoppedServices(view)
  const names = stopped.filter((name) => !staying(view).includes(name))
  if (names.length === 0 && stopped.length > 0) return null
  if (names.length === 0) return { id: 'down', icon: 'down', tone: 'plain', takes: null, title: 'No running service is stopped', text: 'Nothing that serves now is interrupted.' }
  const { measured, downtime, total, parts } = view.band
  const known = measured && downtime !== null && total !== null
  const first = parts.find((part) => part.down)
  const is = names.length === 1 ? 'is' : 'are'
  return {
    id: 'down', icon: 'down', tone: 'plain', takes: known ? downtime : null,
    title: `${some(names, 'service')} ${is} down${known ? ` for about ${formatSpan(downtime)}` : ', for how long is not measured yet'}`,
    text: known && first ? `From about ${formatSpan(first.from * total)} after you confirm. Requests fail until they are up again.` : 'Requests fail until they are up again.'
  }
}

const staying = ({ plan }: PreparedView): readonly string[] => (plan ? staysDown(plan) : [])

function stays(view: PreparedView): Effect | null {
  const names = staying(view)
  if (names.length === 0) return null
  const [verb, it] = names.length === 1 ? ['stays', 'it'] : ['stay', 'them']
  return { id: 'stays', icon: 'down', tone: 'warning', takes: null, title: `${some(names, 'service')} ${verb} down`, text: `${view.to.version} did not have ${it} running, so nothing starts ${it}.` }
}

function code(view: PreparedView): Effect | null {
  const { releases, commits } = view.comparison
  const names = releases.filter(({ change }) => change === 'another').map(({ service }) => service)
  if (names.length === 0) return null
  return {
    id: 'code', icon: 'code', tone: 'plain', takes: phaseTakes(view, 'code'),
    title: commits && commits.total > 0 ? `${formatCount(commits.total, 'commit')} ${commits.total === 1 ? 'goes' : 'go'} away` : `${some(names, 'service')} ${names.length === 1 ? 'changes' : 'change'} release`,
    text: `${some(names, 'service')} ${names.length === 1 ? 'runs' : 'run'} the release of ${view.to.version}.`
  }
}

function config(view: PreparedView): Effect | null {
  const files = view.comparison.config.filter(({ lines }) => lines.length > 0)
  if (files.length === 0) return null
  const values = files.reduce((sum, { lines }) => sum + new Set(lines.map(({ name }) => name)).size, 0)
  const masked = files.reduce((sum, file) => sum + file.masked, 0)
  const warning = view.checks.find((check) => check.name === 'config_compatibility' && !check.passed)
  return {
    id: 'config', icon: 'config', tone: warning ? 'warning' : 'plain', takes: phaseTakes(view, 'config'),
    title: `${formatAmount(values)} configuration ${values === 1 ? 'value changes' : 'values change'}${masked > 0 ? `, ${masked} of them secret` : ''}`,
    text: warning?.message ?? `In ${some(files.map(({ path }) => path), 'file')}.`
  }
}

function data(view: PreparedView, { name, choice, copy, atStake }: DatabaseChoice): DataEffect {
  if (choice === 'keep') {
    return { id: `data ${name}`, icon: 'data', tone: 'plain', takes: null, title: `${name} stays as it is`, text: 'Nothing in it is lost.', restoredTo: null }
  }
  if (choice === 'migrate') return migrated(view, name, atStake)
  const perTable = atStake?.perTable.map((counts) => ({ table: counts.table, rows: lostOf(counts) })).filter(({ rows }) => rows > 0) ?? []
  const tables = perTable.slice(0, MANY).map(({ table, rows }) => `${formatAmount(rows)} in ${table}`)
  const nothing = losesNothing(atStake)
  const back = comesBackWords(atStake)
  const lost = nothing ? 'Nothing was written since then, so nothing is lost.' : atStake === null ? 'Everything written since then will be lost; how much could not be counted.' : lostWords(rowsWords(atStake), [...tables, ...(perTable.length > MANY ? [`the rest in ${formatCount(perTable.length - MANY, 'other table')}`] : [])])
  return {
    id: `data ${name}`, icon: 'data', tone: nothing ? 'plain' : 'loss', takes: phaseTakes(view, 'database'), title: `${name} is restored as it was`,
    text: `${lost}${back === null ? '' : ` ${back.charAt(0).toUpperCase()}${back.slice(1)}.`} What is there now stays beside it and in the snapshot.`, restoredTo: copy?.takenAt ?? null
  }
}

function migrated(view: PreparedView, name: string, atStake: DatabaseChoice['atStake']): DataEffect {
  const tables = atStake?.perTable.slice(0, MANY).map(({ table, added }) => `${formatAmount(added)} in ${table}`) ?? []
  const rows = atStake === null ? 'What it removes is lost' : `What it removes is lost, ${rowsWords(atStake)}: ${tables.join(', ')}`
  return {
    id: `data ${name}`, icon: 'data', tone: 'loss', takes: phaseTakes(view, 'database'), title: `${name} is migrated down to ${view.to.version} by its own program`,
    text: `${rows}. The snapshot holds it as it is now.`, restoredTo: null
  }
}

const lostWords = (rows: string, tables: readonly string[]): string =>
  `${rows.charAt(0).toUpperCase()}${rows.slice(1)} written since then will be lost${tables.length > 0 ? `: ${tables.join(', ')}` : ''}.`

function done(view: PreparedView): Effect {
  const probes = view.plan?.definition.services.some(({ health }) => health.length > 0) ?? false
  return {
    id: 'done', icon: 'done', tone: 'plain', takes: phaseTakes(view, 'verify'), title: `It counts as done when ${view.to.version} answers`,
    text: probes ? 'Each service is asked from here which version it serves and whether it is healthy.' : 'Each service has to run. No health check is declared, so which version serves cannot be proven.'
  }
}

function overridden(view: PreparedView, forced: readonly string[]): Effect | null {
  const checks = view.checks.filter(({ id, passed }) => !passed && forced.includes(id))
  if (checks.length === 0) return null
  return {
    id: 'forced', icon: 'forced', tone: 'warning', takes: null, title: `${formatCount(checks.length, 'check')} ${checks.length === 1 ? 'is' : 'are'} overridden`,
    text: checks.map(({ message }) => message).join(' ')
  }
}
