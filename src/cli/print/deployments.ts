/** The registry in text. */
import { bytes, durationInSentence, plural, shortCommit, stripControl } from '../../domain/text'
import type { DeploymentDetail, DeploymentRow } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { piece, type Paint, type Piece, type Tone } from './style'
import { problemLines } from './problem'
import { table } from './table'

const STATUS: Readonly<Record<DeploymentRow['status'], readonly [string, Tone]>> = {
  success: ['✓ Success', 'ok'], failed: ['✗ Failed', 'failed'], 'rolled-back': ['↶ Rolled back', 'dim'], 'in-progress': ['▸ In progress', 'accent']
}
const statusOf = ({ status }: DeploymentRow): Piece => piece(...STATUS[status])
const MARK: Readonly<Record<NonNullable<DeploymentRow['mark']>, string>> = { current: 'current', 'way-back': 'way back' }
function statusAndMark(row: DeploymentRow): Piece {
  const { text, tone } = statusOf(row)
  return row.mark === null ? piece(text, tone) : piece(`${text}, ${MARK[row.mark]}`, tone)
}

export function deploymentLines(rows: readonly DeploymentRow[], more: number, searched: boolean, width: number, paint: Paint): readonly string[] {
  if (rows.length === 0) return [searched ? 'No deployment fits that.' : 'No deployment is recorded here. `backstep record` adds one.']
  const cells = rows.map((row) => [row.id, row.environment, row.version, at(row.timestamp), statusAndMark(row), row.duration === null ? '' : durationInSentence(row.duration), row.actor ?? ''])
  return [
    ...table(['deployment', 'environment', 'version', 'when', 'status', 'took', 'who'], cells, { width, paint, whole: [0, 3, 4, 5], least: [6, 5] }),
    paint(`${more > 0 ? `${plural(more, 'more', 'more')}: --limit shows them · ` : ''}${zoneNote()}`, 'dim')
  ]
}

export function detailLines(detail: DeploymentDetail, width: number, paint: Paint): readonly string[] {
  const { row, manifest, rollback } = detail
  const { text, tone } = statusOf(row)
  return [
    `${paint(stripControl(row.version), 'bold')}  ${stripControl(row.environment)}  ${paint(text, tone)}  ${paint(stripControl(row.id), 'dim')}`,
    `  recorded ${at(row.timestamp)}${detail.until === null ? '' : `, left ${at(detail.until)}`}${row.actor === null ? '' : ` · by ${stripControl(row.actor)}`} · ${stripControl(detail.ended)}`,
    ...(rollback ? [`  went from ${stripControl(rollback.from)} to ${stripControl(rollback.to)}: ${stripControl(rollback.reason)}${rollback.here ? '' : ' (its history is not here)'}`] : []),
    ...(detail.services.length > 0 ? ['', ...table(['service', 'release'], detail.services.map(({ name, release }) => [name, release]), { width, paint, indent: 2 })] : []),
    '',
    ...detail.images.map(({ service, image }) => `  image of ${stripControl(service)}: ${stripControl(image)}`),
    ...(detail.manifestProblem ? problemLines(detail.manifestProblem, paint).map((line) => `  ${line}`) : manifest ? manifestLines(manifest) : ['  Nothing was captured with it: configuration and data would stay as they are.']),
    ...(detail.otherFields === null ? [] : [`  other fields: ${stripControl(detail.otherFields)}`]),
    ...(detail.cannotRollBack === null || detail.manifestProblem !== null ? [] : [`  ${paint('!', 'warning')} ${stripControl(detail.cannotRollBack)}`]),
    paint(zoneNote(), 'dim')
  ]
}

const manifestLines = (manifest: NonNullable<DeploymentDetail['manifest']>): readonly string[] => [
  ...(manifest.commit === null ? [] : [`  commit ${shortCommit(manifest.commit)}${manifest.commitSubject === null ? '' : ` ${stripControl(manifest.commitSubject)}`}`]),
  ...manifest.config.map((file) => `  kept ${stripControl(file.path)}: ${plural(file.values, 'value', 'values')}, ${file.masked} masked`),
  ...manifest.schemas.map((schema) => `  kept the schema of ${stripControl(schema.database)}: ${plural(schema.tables, 'table', 'tables')}`),
  ...manifest.copies.map((copy) => `  kept a copy of ${stripControl(copy.database)}, ${bytes(copy.bytes)}, taken ${at(copy.takenAt)}`)
]
