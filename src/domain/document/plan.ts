/** A plan as a document: every step and command, what will be lost, what the checks found. */
import { comesBackWords, losesNothing, mayLoseData } from '../at-stake'
import type { Check } from '../check'
import { staysDown, staysDownWords } from '../down'
import { PHASES, type Phase } from '../plan'
import { amount, bytes, durationInSentence, plural } from '../text'
import type { DatabaseChoice, PreparedView } from '../views'
import { wentLine } from '../went'
import type { Block, DataTable, Document, Export, Item, Piece, Section } from './model'
import { cell } from './model'
import { code, fileName, madeWords, moment, strong, who, type Made, type Zone } from './words'

export function planExport(view: PreparedView, made: Made): Export {
  const { request, to, plan } = view
  const what = request.undo === null ? 'plan' : 'undo-plan'
  return {
    name: fileName(made.project, request.environment, what, plan?.hash.slice(0, 8) ?? to.version), document: planDocument(view, made.zone, madeWords(made)), table: tableOf(view),
    data: { format: 'backstep/plan', version: 1, project: made.project, exportedAt: made.at, prepared: view }
  }
}

export function planDocument(view: PreparedView, zone: Zone, foot: string | null = null): Document {
  const { request, from, to, plan } = view
  const holds: readonly Piece[] = plan === null ? ['No plan can be made.'] : ['Plan ', code(plan.hash), `, made ${moment(view.preparedAt, zone)}. It runs only if what was observed is still so.`]
  return {
    title: `${request.undo === null ? 'Rollback' : 'Undo'} of ${request.environment}: ${wentLine({ from, to })}`,
    tone: plan === null || view.checks.some(({ passed, blocking }) => !passed && blocking !== 'never') ? 'failed' : 'neutral',
    lead: `${planLine(view)} Nothing has run yet.`,
    sections: [
      { title: null, blocks: [{ kind: 'list', items: view.databases.map((database) => dataItem(database, zone)) }, { kind: 'list', items: view.checks.filter(({ passed }) => !passed).map(checkItem) }] },
      { title: 'Asked for', detail: true, blocks: [askedFor(view, zone)] },
      ...PHASES.flatMap((phase) => phaseSection(view, phase)),
      { title: null, blocks: plan === null ? [{ kind: 'paragraph', text: 'No plan can be made.' }] : [{ kind: 'list', items: plan.notes.map((text): Item => ({ tone: 'neutral', text })) }] },
      { title: 'Checks that passed', detail: true, blocks: [{ kind: 'list', items: view.checks.filter(({ passed }) => passed).map((check): Item => ({ tone: 'ok', text: `${check.title}: ${check.message}` })) }] },
      ...comparisonSections(view)
    ],
    foot: foot === null ? holds : [...holds, ' ', foot], landscape: false
  }
}

function planLine({ plan, band, snapshotBytes }: PreparedView): string {
  const steps = plural(plan?.steps.length ?? 0, 'step', 'steps')
  const time = band.total === null ? 'expected time not measured yet' : `about ${durationInSentence(band.total)}`
  const stays = plan && staysDownWords(staysDown(plan))
  const measured = band.total === null ? '' : band.downtime === null ? (stays === null ? ', nothing goes down' : '') : `, services down for about ${durationInSentence(band.downtime)}`
  const down = `${measured}${stays === null ? '' : `, ${stays}`}`
  return `${steps}, ${time}${down}, snapshot of about ${bytes(snapshotBytes)}.`
}

function dataItem({ name, choice, copy, atStake }: DatabaseChoice, zone: Zone): Item {
  if (choice === 'migrate') return { tone: 'failed', text: [strong(`${name} is migrated down by its own program. What it removes will be lost${atStake === null ? '' : ` (at least ${plural(atStake.rows, 'row', 'rows')})`}; the snapshot holds it as it is now.`)] }
  if (choice === 'keep' || copy === null) return { tone: 'neutral', text: `${name} is kept.` }
  const back = comesBackWords(atStake)
  const restored = `${name} is restored as it was on ${moment(copy.takenAt, zone)}.`
  if (losesNothing(atStake)) return { tone: 'neutral', text: `${restored} Nothing was written since then, so nothing is lost${back === null ? '' : `; ${back}`}.` }
  const rows = atStake === null ? 'how many rows could not be counted' : `${atStake.atLeast ? 'at least' : 'about'} ${plural(atStake.rows, 'row', 'rows')}`
  return { tone: 'failed', text: [strong(`${restored} Everything written since then (${rows}) will be lost${back === null ? '' : `; ${back}`}.`)] }
}

const checkItem = ({ blocking, message }: Check): Item =>
  blocking === 'never' ? { tone: 'warning', text: `Warning: ${message}` } : { tone: 'failed', text: [strong('Blocks'), `: ${message}`] }

function askedFor({ request, from, to, actor, preparedAt, band }: PreparedView, zone: Zone): Block {
  return {
    kind: 'facts', rows: [
      ['Environment', request.environment], ['Leaves', from === null ? 'nothing recorded' : `${from.version} (${from.deploymentId})`], ['Goes to', `${to.version} (${to.deploymentId})`],
      ['Services', request.services.length === 0 ? 'all' : request.services.join(', ')], ['Observed', moment(preparedAt, zone)], ['For', who(actor)], ['Times', band.measured ? 'medians of earlier runs' : 'not measured yet']
    ]
  }
}

const TITLES: Readonly<Record<Phase, string>> = {
  snapshot: 'Snapshot', prepare: 'Prepare', stop: 'Stop', code: 'Code', config: 'Configuration', database: 'Database', start: 'Start', verify: 'Verify'
}
export const phaseTitle = (phase: Phase): string => TITLES[phase]

function phaseSection(view: PreparedView, phase: Phase): readonly Section[] {
  const { plan, commands, expected } = view
  const steps = plan?.steps.map((step, index) => ({ step, number: index + 1 })).filter(({ step }) => step.phase === phase) ?? []
  if (steps.length === 0) return []
  return [{
    title: TITLES[phase],
    blocks: [{ kind: 'steps', steps: steps.map(({ step, number }) => {
      const takes = expected[step.id]
      return { number, title: step.title, note: [step.host, takes === undefined ? '' : durationInSentence(takes), step.effect === 'loses-data' && mayLoseData(view) ? 'loses data' : ''].filter(Boolean).join(', '), commands: commands[step.id] ?? [] }
    }) }]
  }]
}

/** What differs, so that whoever reads the plan later knows what it was made for. */
function comparisonSections({ comparison }: PreparedView): readonly Section[] {
  const { releases, config, schemas, commits, files, besides } = comparison
  const rows = [
    ...releases.filter(({ change }) => change !== 'none').map(({ service, away, back, detail }) => [cell('Release'), cell(service), cell(away), cell(back), cell(detail)]),
    ...config.flatMap(({ path, lines }) => lines.map((line) => [cell('Configuration'), cell(`${path}: ${line.name}`), cell(line.kind === 'away' ? line.value : ''), cell(line.kind === 'back' ? line.value : ''), cell(line.note)])),
    ...schemas.flatMap(({ database, lines }) => lines.map((line) => [cell('Schema'), cell(`${database}: ${line.name}`), cell(line.kind === 'away' ? line.value : ''), cell(line.kind === 'back' ? line.value : ''), cell(line.note)]))
  ]
  const counted = [commits === null ? '' : `${plural(commits.total, 'commit goes', 'commits go')} away`, files === null ? '' : `${plural(files.total, 'file differs', 'files differ')} (${amount(files.added)} lines added, ${amount(files.removed)} removed)`].filter(Boolean)
  if (rows.length + counted.length + besides.length === 0) return []
  return [{
    title: 'What differs', detail: true, blocks: [
      ...(besides.length === 0 ? [] : [{ kind: 'list' as const, items: besides.map((text): Item => ({ tone: 'neutral', text })) }]),
      ...(counted.length === 0 ? [] : [{ kind: 'paragraph' as const, text: `${counted.join(', ')}.` }]),
      ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns: ['What', 'Name', 'Goes away', 'Comes back', 'Note'].map((title) => ({ title })), rows }])
    ]
  }]
}

function tableOf({ request, to, plan, commands, expected }: PreparedView): DataTable {
  return {
    columns: ['environment', 'to', 'planHash', 'number', 'phase', 'step', 'title', 'host', 'resource', 'effect', 'expectedMs', 'commands'],
    rows: (plan?.steps ?? []).map((step, index) => [
      request.environment, to.version, plan?.hash ?? null, index + 1, step.phase, step.id, step.title, step.host, step.resource, step.effect, expected[step.id] ?? null, (commands[step.id] ?? []).join('\n')
    ])
  }
}
