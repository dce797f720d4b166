/** Plan and result as Markdown for the incident channel: complete, harmless, with the zone that times are written in. */
import { PHASES } from './plan'
import type { Step } from './plan'
import type { AskedObserved, Outcome } from './run'
import { bytes, dayTime, durationInSentence, fullTime, plural, stripControl, stripControlLines, zoneName, type Zone } from './text'
import type { DatabaseChoice, PreparedView, ResultView } from './views'

/** Text that Markdown or a chat would read as markup or as a mention, made plain. */
const plain = (text: string): string => stripControl(text).replace(/[\\`*_[\]<>|#~@]/g, '\\$&')

/** A fence that is longer than any run of backticks inside. */
function code(text: string): string {
  const shown = stripControl(text)
  const runs = shown.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1)
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}

const quote = (text: string): string => stripControlLines(text).split('\n').map((line) => `> ${plain(line)}`).join('\n')
const moment = (instant: string, zone: Zone): string => `${fullTime(instant, zone)} ${zoneName(zone, instant)}`
const blocksOf = (blocks: readonly (string | null)[]): string => `${blocks.filter((block) => block !== null && block !== '').join('\n\n')}\n`

export function planMarkdown(view: PreparedView, zone: Zone): string {
  const { request, from, to, plan } = view
  const versions = `${from === null ? '' : `${plain(from.version)} → `}${plain(to.version)}`
  return blocksOf([
    `### ${request.undo === null ? 'Rollback' : 'Undo'} of ${plain(request.environment)}: ${versions}`,
    `${planLine(view)} Nothing has run yet.`,
    view.databases.map((database) => dataLine(database, zone)).join('\n'),
    view.checks.filter(({ passed }) => !passed).map(({ blocking, message }) => `- ${blocking === 'never' ? 'Warning' : '**Blocks**'}: ${plain(message)}`).join('\n'),
    ...PHASES.map((phase) => phaseBlock(view, phase)),
    plan === null ? 'No plan can be made.' : plan.notes.map((note) => `- ${plain(note)}`).join('\n'),
    plan === null ? null : `Plan ${code(plan.hash)}, made ${moment(view.preparedAt, zone)}. It runs only if what was observed is still so.`
  ])
}

function planLine({ plan, band, snapshotBytes }: PreparedView): string {
  const steps = plural(plan?.steps.length ?? 0, 'step', 'steps')
  const time = band.total === null ? 'expected time not measured yet' : `about ${durationInSentence(band.total)}`
  const down = band.total === null ? '' : band.downtime === null ? ', nothing goes down' : `, services down for about ${durationInSentence(band.downtime)}`
  return `${steps}, ${time}${down}, snapshot of about ${bytes(snapshotBytes)}.`
}

function dataLine({ name, choice, copy, atStake }: DatabaseChoice, zone: Zone): string {
  if (choice === 'migrate') return `- **${plain(name)} is migrated down by its own program. What it removes will be lost${atStake === null ? '' : ` (at least ${plural(atStake.rows, 'row', 'rows')})`}; the snapshot holds it as it is now.**`
  if (choice === 'keep' || copy === null) return `- ${plain(name)} is kept.`
  const rows = atStake === null ? 'how many rows could not be counted' : `${atStake.atLeast ? 'at least' : 'about'} ${plural(atStake.rows, 'row', 'rows')}`
  return `- **${plain(name)} is restored as it was on ${dayTime(copy.takenAt, zone)} ${zoneName(zone, copy.takenAt)}. Everything written since then (${rows}) will be lost.**`
}

function phaseBlock({ plan, commands, expected }: PreparedView, phase: Step['phase']): string | null {
  const steps = plan?.steps.map((step, index) => ({ step, number: index + 1 })).filter(({ step }) => step.phase === phase) ?? []
  if (steps.length === 0) return null
  const rows = steps.map(({ step, number }) => {
    const takes = expected[step.id]
    const about = takes === undefined ? '' : `, ${durationInSentence(takes)}`
    return [`${number}. ${plain(step.title)} (${plain(step.host)}${about})`, ...(commands[step.id] ?? []).map((line) => `   ${code(line)}`)].join('  \n')
  })
  return `**${phase.charAt(0).toUpperCase()}${phase.slice(1)}**\n\n${rows.join('\n')}`
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: 'done', 'done-with-warnings': 'done, with warnings', failed: 'failed', stopped: 'stopped', abandoned: 'marked as failed'
}

export function resultMarkdown(view: ResultView, zone: Zone): string {
  const { header, result, steps, snapshot, record } = view
  const { plan } = header
  const { warnings, summary } = result.result
  return blocksOf([
    `### ${plan.kind === 'undo' ? 'Undo' : 'Rollback'} of ${plain(plan.environment)} to ${plain(plan.to.version)}: ${OUTCOMES[result.outcome]}`,
    `By ${plain(`${header.actor.user} on ${header.actor.host}`)}, ${moment(header.startedAt, zone)}. ${tookLine(summary.duration, result.downtime)} ${steps.done} of ${plural(steps.total, 'step', 'steps')} done.`,
    quote(header.reason),
    askedTable(result.asked),
    warnings.map((warning) => `- ${plain(warning)}`).join('\n'),
    snapshot === null ? 'No snapshot was taken.' : `Way back: snapshot ${code(snapshot.id)}, ${bytes(snapshot.bytes)}, verified ${moment(snapshot.verifiedAt, zone)}.`,
    `Run ${code(header.runId)}, plan ${code(plan.hash)}${record === null ? '' : `, history record ${record.number} ${code(record.hash)}`}.`
  ])
}

const tookLine = (duration: number, downtime: number | null): string =>
  `Took ${durationInSentence(duration)}${downtime === null ? '' : `, services were down for ${durationInSentence(downtime)}`}.`

const PROOFS = { proven: '', seen: ' (seen, not proven)', 'not-proven': ' (not proven)' } as const

function askedTable(rows: readonly AskedObserved[]): string | null {
  if (rows.length === 0) return null
  const cells = rows.map(({ subject, asked, observed, ok, proven, proof }) => `| ${plain(subject)} | ${plain(asked)} | ${ok ? '' : '✗ '}${plain(observed)}${ok ? PROOFS[proven] : ''} | ${proof.map(plain).join('<br>')} |`)
  return ['| | Asked for | Observed | Proof |', '|---|---|---|---|', ...cells].join('\n')
}

