/** A plan in text: phases, steps, and every command in full. */
import { comesBackWords, countsWords, losesNothing, mayLoseData } from '../../domain/at-stake'
import { phaseTitle } from '../../domain/document'
import { staysDown, staysDownWords } from '../../domain/down'
import { bytes, durationInSentence, plural, stripControl } from '../../domain/text'
import { goesLine } from '../../domain/went'
import { PHASES, type Phase, type Plan, type Step } from '../../domain/plan'
import type { BandView, DatabaseChoice, PreparedView } from '../../domain/views'
import { at, zoneNote } from './amounts'
import type { Paint } from './style'
import { argumentsOf, widthOf, wrapped, wrappedText } from './width'

export function planLines(prepared: PreparedView, width: number, paint: Paint): readonly string[] {
  const { plan } = prepared
  return [
    paint(headline(prepared), 'bold'),
    ...wrappedText(summary(prepared), width),
    ...prepared.databases.flatMap((database) => dataLines(database, width, paint)),
    ...(plan?.notes ?? []).flatMap((note) => wrappedText(`! ${stripControl(note)}`, width)),
    '',
    ...(plan ? [...phaseLines(prepared, plan, width, paint), '', `Plan ${plan.hash}`, ...wrappedText(`Only these commands run. It holds for what was observed at ${at(prepared.preparedAt)}; if that changes before it starts, the run is refused.`, width).map((line) => paint(line, 'dim'))] : ['There is no plan: a check says why.']),
    paint(zoneNote(), 'dim')
  ]
}

function headline({ request, from, to }: PreparedView): string {
  const verb = request.undo === null ? 'Roll back' : 'Undo in'
  return `${verb} ${stripControl(request.environment)}: ${from ? '' : 'to '}${stripControl(goesLine({ from, to }))}`
}

/** "3 services · data kept · about 14 s, services down for about 6 s" */
export function summary({ plan, request, band, snapshotBytes, databases }: PreparedView): string {
  const services = request.services.length > 0 ? request.services.map(stripControl).join(', ') : plural(plan?.definition.services.length ?? 0, 'service', 'services')
  const data = plan?.steps.some((step) => step.effect === 'loses-data') ? lossWords(databases) : 'data kept'
  return [services, data, times(band, plan && staysDownWords(staysDown(plan))), `snapshot of about ${bytes(snapshotBytes)}`].join(' · ')
}

const lossWords = (databases: readonly DatabaseChoice[]): string => [
  ...(databases.some(({ choice }) => choice === 'restore') ? [`data restored, ${mayLoseData({ plan: null, databases: databases.filter(({ choice }) => choice === 'restore') }) ? 'what was written since is lost' : 'nothing is lost'}`] : []),
  ...(databases.some(({ choice }) => choice === 'migrate') ? ['data migrated down, what the migration removes is lost'] : [])
].join(' · ')

function times({ measured, total, downtime }: BandView, stays: string | null): string {
  const down = downtime === null ? (stays === null ? 'nothing goes down' : null) : `services down for about ${durationInSentence(downtime)}`
  const parts = !measured || total === null ? ['time not measured yet'] : [`about ${durationInSentence(total)}`, down]
  return [...parts, stays && stripControl(stays)].filter((part) => part !== null).join(', ')
}

function migrationLines({ name, why, atStake }: DatabaseChoice, width: number, paint: Paint): readonly string[] {
  const gone = atStake?.perTable.map(({ table, added }) => `${stripControl(table)} (${plural(added, 'row', 'rows')})`) ?? []
  const lost = gone.length === 0 ? 'What the migration removes will be lost' : `What the migration removes will be lost, at least ${gone.join(', ')}`
  return wrappedText(`${stripControl(why)} ${lost}; the snapshot holds ${stripControl(name)} as it is now.`, width).map((line) => paint(line, 'warning'))
}

function dataLines(database: DatabaseChoice, width: number, paint: Paint): readonly string[] {
  const name = stripControl(database.name)
  if (database.choice === 'migrate') return migrationLines(database, width, paint)
  if (database.choice === 'keep' || !database.copy) return database.choice === 'keep' ? [] : [`${name}: ${stripControl(database.why)}`]
  const { atStake } = database
  const rows = atStake ? `${atStake.atLeast ? 'at least ' : ''}${plural(atStake.rows, 'row', 'rows')}` : 'rows not counted'
  const lost = losesNothing(atStake) ? 'Nothing was written since then, so nothing is lost' : `Everything written since then (${rows}) will be lost`
  const sentence = `${name} goes back to how it was at ${at(database.copy.takenAt)}. ${[lost, comesBackWords(atStake)].filter((part) => part !== null).join('; ')}.`
  const tables = (atStake?.perTable ?? []).map((one) => `${stripControl(one.table)}: ${countsWords(one)}`)
  return [...wrappedText(sentence, width).map((line) => (losesNothing(atStake) ? line : paint(line, 'failed'))), ...tables.map((line) => `  ${line}`)]
}

function phaseLines(prepared: PreparedView, plan: Plan, width: number, paint: Paint): readonly string[] {
  if (plan.steps.length === 0) return ['Nothing to do: everything is as the target has it.']
  const numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]))
  return PHASES.flatMap((phase) => {
    const steps = plan.steps.filter((step) => step.phase === phase)
    if (steps.length === 0) return []
    return [`${paint(phaseTitle(phase), 'accent')}${downWord(prepared.band, phase, paint)}`, ...steps.flatMap((step) => stepLines(step, numbers.get(step.id) ?? 0, prepared, width, paint))]
  })
}

const downWord = ({ parts }: BandView, phase: Phase, paint: Paint): string =>
  parts.some((part) => part.phase === phase && part.down) ? paint('  services are down', 'dim') : ''

/** The column where times end on a page without an edge. */
const TIMES_END = 100

function stepLines(step: Step, number: number, prepared: PreparedView, width: number, paint: Paint): readonly string[] {
  const { commands, expected } = prepared
  const time = expectedText(expected[step.id])
  const title = `${String(number).padStart(4)}  ${stripControl(step.title)}${step.effect === 'loses-data' && mayLoseData(prepared) ? paint('  loses data', 'failed') : ''}`
  const room = Math.max(2, (Number.isFinite(width) ? width : TIMES_END) - widthOf(title) - widthOf(time))
  return [`${title}${time === '' ? '' : `${' '.repeat(room)}${paint(time, 'dim')}`}`, ...(commands[step.id] ?? []).flatMap((command) => commandLines(command, width, paint))]
}

const expectedText = (ms: number | undefined): string => (ms === undefined ? '' : `about ${durationInSentence(ms)}`)

/** Wrapped between arguments, never inside one, as a shell goes on with a line. */
export const commandLines = (command: string, width: number, paint: Paint): readonly string[] =>
  wrapped(argumentsOf(stripControl(command)), width - 12).map((line, index, lines) => paint(`        ${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`, 'dim'))
