/** What goes and what stays, and why. */
import { bytes, plural, stripControl } from '../../domain/text'
import type { AsideRow, Pruned, SnapshotsView } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { piece, type Paint } from './style'
import { table } from './table'
import { wrappedText } from './width'

export const asidesToGo = (view: SnapshotsView): readonly AsideRow[] => view.asides.filter(({ neededBy }) => neededBy === null)

export function prunePlanLines(view: SnapshotsView, withAsides: boolean, width: number, paint: Paint): readonly string[] {
  const { rows, goes, policyWords } = view
  const cells = rows.map((row) => [row.keep.goes ? piece('− goes', 'failed') : piece('  stays', 'dim'), row.id, row.environment, row.takenAt === '' ? 'unknown' : at(row.takenAt), bytes(row.bytes)])
  const asides = asidesToGo(view)
  return [
    `Limits: ${policyWords}`, '',
    ...(rows.length === 0 ? ['There is no snapshot.'] : table(['', 'snapshot', 'environment', 'taken', 'size'], cells, { width, paint, whole: [0, 1, 3, 4] }).flatMap((line, index) => [line, ...whyLines(rows[index - 1], width, paint)])),
    '', goes.count === 0 ? 'Nothing goes.' : `${plural(goes.count, 'snapshot goes', 'snapshots go')}, ${bytes(goes.bytes)}.`,
    ...(asides.length === 0 ? [] : [`${plural(asides.length, 'database was', 'databases were')} put aside by rollbacks and ${asides.length === 1 ? 'is' : 'are'} needed by no undo (${bytes(asides.reduce((sum, one) => sum + one.bytes, 0))})${withAsides ? ':' : '; --asides removes them.'}`]),
    ...(withAsides ? asides.map(({ what, bytes: size }) => `  ${paint('−', 'failed')} ${stripControl(what)}  ${paint(bytes(size), 'dim')}`) : []),
    ...(rows.length === 0 ? [] : [paint(zoneNote(), 'dim')])
  ]
}

// Below its row: a reason that is cut short is none.
const whyLines = (row: SnapshotsView['rows'][number] | undefined, width: number, paint: Paint): readonly string[] =>
  row === undefined ? [] : wrappedText(stripControl(row.keep.why), width - 9).map((line) => `         ${paint(line, 'dim')}`)

export function prunedLines({ removed, stayed, bytes: freed }: Pruned, paint: Paint): readonly string[] {
  return [
    `${removed.length} removed, ${bytes(freed)} freed.`,
    ...stayed.map(({ id, why }) => `${paint('!', 'warning')} ${stripControl(id)} was not removed: ${stripControl(why)}`)
  ]
}
