/** The registry's copies in text. */
import { amount, bytes, plural, stripControl } from '../../domain/text'
import type { RegistryCopiesView, RegistryCopyRow, RegistryRecords, RegistryRestored } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { problemLines } from './problem'
import { piece, type Paint, type Piece } from './style'
import { table } from './table'
import { wrappedText } from './width'

export function copyLines(view: RegistryCopiesView, width: number, paint: Paint): readonly string[] {
  const state = view.problem ? problemLines(view.problem, paint) : [`${paint('✓', 'ok')} ${stripControl(view.file)} ${view.readable === null ? 'does not exist yet' : `can be read: ${plural(view.readable, 'deployment', 'deployments')}`}`]
  if (view.copies.length === 0) return [...state, 'There is no good copy of it.']
  const rows = view.copies.map((copy) => [String(numberOf(copy.name)), at(copy.takenAt), copy.newest === null ? '' : `${copy.newest.environment} ${copy.newest.version}`, String(copy.deployments), bytes(copy.bytes), lossOf(copy, view)])
  return [...state, '', ...table(['copy', 'taken', 'newest in it', 'deployments', 'size', against(view)], rows, { width, paint, whole: [0, 1, 3, 4, 5] }), paint(zoneNote(), 'dim')]
}

/** Copies are numbered; that is how they are named on the command line. */
export const numberOf = (name: string): number => Number(/^deployment-registry\.(\d+)\./.exec(name)?.[1] ?? 0)

/** Of a damaged file only what can still be read of it is compared. */
const against = ({ problem, readable }: RegistryCopiesView): string =>
  readable === null || problem === null ? 'against the file now' : `against the ${amount(readable)} readable`

function lossOf({ lost, changes }: RegistryCopyRow, { problem, readable }: RegistryCopiesView): Piece {
  if (readable === null) return piece('no file to compare', 'dim')
  if (lost.total > 0) return piece(`lacks ${lost.total}`, 'warning')
  return changes.total > 0 ? piece(`${changes.total} otherwise`, 'warning') : piece(problem === null ? 'loses nothing' : 'has all of them', 'ok')
}

/** What putting it back does, before it is confirmed. */
export function differenceLines(view: RegistryCopiesView, copy: RegistryCopyRow, width: number, paint: Paint): readonly string[] {
  const now = view.readable === null ? 'There is no file now.' : `Of the file now, ${plural(view.readable, 'deployment', 'deployments')} can be read; it is kept beside the copies.`
  return [
    `${paint(`Copy ${numberOf(copy.name)}`, 'bold')}, taken ${at(copy.takenAt)}, has ${plural(copy.deployments, 'deployment', 'deployments')}. ${now}`,
    ...part('deployment comes back', 'deployments come back', copy.comesBack, width, 'ok', paint),
    ...part('deployment goes back to how the copy has it', 'deployments go back to how the copy has them', copy.changes, width, 'warning', paint),
    ...part('deployment is not in the copy and will be missing', 'deployments are not in the copy and will be missing', copy.lost, width, 'warning', paint),
    ...(copy.lost.total + copy.changes.total + copy.comesBack.total === 0 ? ['Nothing that can be read differs.'] : []),
    paint(zoneNote(), 'dim')
  ]
}

function part(one: string, many: string, { total, first }: RegistryRecords, width: number, tone: 'ok' | 'warning', paint: Paint): readonly string[] {
  if (total === 0) return []
  const more = total > first.length ? ` and ${total - first.length} more` : ''
  const names = first.map(({ id, environment, version }) => stripControl(`${id} (${environment} ${version})`)).join(', ')
  return [`${paint(tone === 'ok' ? '+' : '!', tone)} ${plural(total, one, many)}:`, ...wrappedText(`${names}${more}`, width - 4).map((line) => `    ${line}`)]
}

export const restoredLines = ({ copy, deployments, keptAs }: RegistryRestored, paint: Paint): readonly string[] => [
  `${paint('✓', 'ok')} The registry is that of copy ${numberOf(copy)}: ${plural(deployments, 'deployment', 'deployments')}.`,
  ...(keptAs === null ? [] : [`  What was there is kept as ${stripControl(keptAs)}.`])
]
