/** Snapshots and what was kept before deployments. */
import { bytes, durationInSentence, plural, stripControl } from '../../domain/text'
import type { IntactNote } from '../../domain/verification'
import type { Encrypted, SnapshotDetail, SnapshotRow, SnapshotsView, UntriedSnapshot, VerifyProgress } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { piece, type Paint, type Piece } from './style'
import { table } from './table'
import { wrappedText } from './width'

export function snapshotLines(view: SnapshotsView, width: number, paint: Paint): readonly string[] {
  if (view.rows.length === 0) return ['There is no snapshot yet: every rollback keeps one before it changes anything.']
  const rows = view.rows.map((row) => [row.id, row.environment, row.takenAt === '' ? 'unknown' : at(row.takenAt), bytes(row.bytes), mark(row.verified), mark(row.restorable)])
  const { goes, policyWords } = view
  return [
    ...table(['snapshot', 'environment', 'taken', 'size', 'intact', 'restorable'], rows, { width, paint, whole: [0, 2, 3, 4, 5] }).flatMap((line, index) => [line, ...belowLines(view.rows[index - 1], width, paint)]),
    ...view.rows.flatMap((row) => problemsOf(row, width, paint)),
    paint(`${bytes(view.used)} used, ${bytes(view.free)} free · ${zoneNote()}`, 'dim'),
    paint(`${policyWords}${goes.count === 0 ? '' : ` ${plural(goes.count, 'goes', 'go')} with \`backstep snapshots prune\` (${bytes(goes.bytes)}).`}`, 'dim')
  ]
}

/** What it is, below its row: a table has no room for it. */
function belowLines(row: SnapshotRow | undefined, width: number, paint: Paint): readonly string[] {
  if (row === undefined) return []
  const words = `${stripControl(row.holds)} · before ${stripControl(row.takenBefore)} · ${keyWords(row, paint)}`
  return wrappedText(words, width - 4).map((line) => `    ${paint(line, 'dim')}`)
}

function keyWords({ encryption }: SnapshotRow, paint: Paint): string {
  if (encryption === null) return 'not encrypted'
  return encryption.here ? 'encrypted' : `encrypted, ${paint('! no key is here', 'warning')}`
}

/** With the day alone: a table has no room for more. */
function mark(note: IntactNote | null): Piece {
  if (note === null) return piece('·', 'dim')
  return note.ok ? piece(`✓ ${at(note.at).replace(/ \d\d:\d\d$/, '')}`, 'ok') : piece('✗ no', 'failed')
}

function problemsOf({ id, verified, restorable }: SnapshotRow, width: number, paint: Paint): readonly string[] {
  const why = verified?.ok === false ? `is damaged: ${verified.problem ?? ''}` : restorable?.ok === false ? `could not be restored: ${restorable.problem ?? ''}` : null
  return why === null ? [] : wrappedText(stripControl(`${id} ${why}`), width - 2).map((line, index) => `${index === 0 ? paint('✗', 'failed') : ' '} ${line}`)
}

function intactOf({ verified }: SnapshotRow): Piece {
  if (verified === null) return piece('· not looked', 'dim')
  return verified.ok ? piece(`✓ ${at(verified.at)}`, 'ok') : piece(`✗ ${verified.problem ?? 'damaged'}`, 'failed')
}

function restorableOf({ restorable }: SnapshotRow): Piece {
  if (restorable === null) return piece('· not tried', 'dim')
  return restorable.ok ? piece(`✓ ${at(restorable.at)}`, 'ok') : piece(`✗ ${restorable.problem ?? 'no'}`, 'failed')
}

/** What was restored to try, part by part. */
export function triedLines(rows: readonly SnapshotRow[], paint: Paint): readonly string[] {
  return rows.flatMap(({ id, restorable }) => restorable === null ? [] : [
    '', `${id}: ${restorable.ok ? paint('restorable', 'ok') : paint('not restorable', 'failed')}, tried in ${durationInSentence(restorable.took)}`,
    ...restorable.parts.map(({ ok, name, detail }) => `  ${ok ? paint('✓', 'ok') : paint('✗', 'failed')} ${stripControl(name)}  ${paint(stripControl(detail), 'dim')}`)
  ])
}

/** What was to be restored to try, and was not. */
export const untriedLines = (untried: readonly UntriedSnapshot[], width: number, paint: Paint): readonly string[] =>
  untried.flatMap(({ id, why }) => wrappedText(stripControl(`${id} was not restored to try: ${why}`), width - 2).map((line, index) => `${index === 0 ? paint('!', 'warning') : ' '} ${line}`))

export const verifyWords = ({ id, at: index, of, doing }: VerifyProgress): string => `${index + 1}/${of} ${id}: ${doing === 'reading' ? 'reading' : 'restoring to try'}`

export function snapshotDetailLines(detail: SnapshotDetail, width: number, paint: Paint): readonly string[] {
  const { row, undo, databases, config, services, files, recipients } = detail
  const facts: readonly (readonly [string, string])[] = [
    ['snapshot', row.id], ['holds', `${row.holds} of ${row.environment}, as it was on ${row.takenAt === '' ? 'an unknown day' : at(row.takenAt)}`], ['taken before', row.takenBefore], ['size', `${bytes(row.bytes)} in ${plural(files.length, 'file', 'files')}`],
    ['intact', intactOf(row).text], ['restorable', restorableOf(row).text],
    ['encrypted', row.encryption === null ? 'no' : `for ${plural(recipients.length, 'key', 'keys')}, ${row.encryption.here ? 'one of them is here' : 'none of them is here'}`],
    ...databases.map(({ name, blob, tables, bytes: size }) => [name, `${blob}, ${plural(tables, 'table', 'tables')}, ${bytes(size)}`] as const),
    ...config.map(({ path, secrets }) => [path, secrets === 0 ? 'configuration' : `configuration, ${plural(secrets, 'secret', 'secrets')}`] as const),
    ...services.map(({ name, release }) => [name, release] as const),
    ['stays', row.keep.goes ? `no: ${row.keep.why}` : `${row.keep.why}${row.keep.until ? ` Until ${at(row.keep.until)}.` : ''}`], ['undo', undo.why ?? `backstep undo ${row.runId ?? ''}`]
  ]
  return [...table([], facts.map(([label, value]) => [piece(label, 'dim'), value]), { width, paint, wraps: true }), ...triedLines([row], paint), paint(zoneNote(), 'dim')]
}

export const encryptedLines = ({ ids, stayed }: Encrypted): readonly string[] => [
  ids.length === 0 && stayed.length === 0 ? 'Everything that is kept is encrypted already.' : `${plural(ids.length, 'manifest or snapshot is', 'manifests and snapshots are')} encrypted now. The files that they were before are removed; a disk may still hold traces of them.`,
  ...stayed.map(({ id, why }) => `! ${stripControl(id)} stays as it is: ${stripControl(why)}`)
]
