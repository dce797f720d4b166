/** A finished run as a document: what was asked for, what was observed, what ran, and what vouches for it. */
import type { AskedObserved, Outcome, RunResult } from '../run'
import { downWords, leftDown } from '../down'
import { bytes, durationInSentence, plural } from '../text'
import { verdictOf } from '../verdict'
import type { RecordSignature, ResultView } from '../views'
import { cell, toned, type Block, type DataTable, type Document, type Export, type Item, type Piece, type Section, type Tone } from './model'
import { phaseTitle } from './plan'
import { code, fileName, madeWords, moment, strong, who, type Made, type Zone } from './words'

export function resultExport(view: ResultView, made: Made): Export {
  const { environment, kind } = view.header.plan
  return {
    name: fileName(made.project, environment, kind === 'undo' ? 'undo' : 'result', view.header.runId), document: resultDocument(view, made.zone, madeWords(made)), table: tableOf(view),
    data: { format: 'backstep/result', version: 1, project: made.project, exportedAt: made.at, run: view }
  }
}

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: 'done', 'done-with-warnings': 'done, with warnings', failed: 'failed', stopped: 'stopped', abandoned: 'marked as failed'
}

export function resultDocument(view: ResultView, zone: Zone, foot: string | null = null): Document {
  const { header, result, steps, record } = view
  const { plan } = header
  const { tone, sentence } = verdictOf(view)
  const evidence: readonly Piece[] = ['Run ', code(header.runId), ', plan ', code(plan.hash), ...(record === null ? [] : [`, history record ${record.record.number} `, code(record.record.hash)]), '.']
  return {
    title: `${plan.kind === 'undo' ? 'Undo' : 'Rollback'} of ${plan.environment} to ${plan.to.version}: ${OUTCOMES[result.outcome]}`, tone,
    lead: [strong(`${sentence}.`), ` By ${who(header.actor)}, ${moment(header.startedAt, zone)}. ${tookLine(view)} ${steps.done} of ${plural(steps.total, 'step', 'steps')} done.`],
    sections: [
      { title: 'Why', blocks: [{ kind: 'quote', text: header.reason }] },
      { title: 'Asked and observed', blocks: result.asked.length === 0 ? [{ kind: 'paragraph', text: 'The run ended before anything was asked.' }] : [askedTable(result.asked)] },
      { title: 'Still to look at', blocks: [{ kind: 'list', items: warningItems(view) }, { kind: 'paragraph', text: wayBack(view, zone) }] },
      { title: 'This run', detail: true, blocks: [factsOf(view, zone)] },
      { title: 'Checks', detail: true, blocks: [{ kind: 'list', items: checkItems(view) }] },
      ...performed(view),
      ...recordSection(view)
    ],
    foot: foot === null ? evidence : [...evidence, ' ', foot], landscape: false
  }
}

const tookLine = ({ header, result: { result, downtime, notUp, asked } }: ResultView): string =>
  `Took ${durationInSentence(result.summary.duration)}, ${downWords({ downtime, notUp, before: header.downBefore, stays: leftDown(asked) })}.`

const PROOFS = { proven: '', seen: ' (seen, not proven)', 'not-proven': ' (not proven)' } as const

const askedTable = (rows: readonly AskedObserved[]): Block => ({
  kind: 'table', columns: ['', 'Asked for', 'Observed', 'Proof'].map((title) => ({ title })),
  rows: rows.map((row) => [
    cell([strong(row.subject)], row.what), cell(row.asked, row.askedDetail),
    toned(!row.ok ? 'failed' : row.proven === 'proven' ? 'ok' : 'neutral', `${row.observed}${row.ok ? PROOFS[row.proven] : ''}`, row.observedDetail), { lines: row.proof.map((line) => [code(line)]) }
  ])
})

function warningItems({ header, result, undoneBy }: ResultView): readonly Item[] {
  const overridden = header.checks.filter(({ id }) => header.forced.includes(id))
  return [
    ...result.result.warnings.map((text): Item => ({ tone: 'warning', text })),
    ...overridden.map(({ title, message }): Item => ({ tone: 'warning', text: [strong('Overridden'), `: ${title}. ${message}`] })),
    ...(undoneBy === null ? [] : [{ tone: 'neutral' as const, text: ['This run was undone since, by run ', code(undoneBy), '.'] }])
  ]
}

function wayBack({ snapshot, snapshotLost }: ResultView, zone: Zone): readonly Piece[] {
  if (snapshot === null) return ['No snapshot was taken.']
  return snapshotLost ? ['No way back from snapshot ', code(snapshot.id), `, verified ${moment(snapshot.verifiedAt, zone)}. ${snapshotLost.why}`] : ['Way back: snapshot ', code(snapshot.id), `, ${bytes(snapshot.bytes)}, verified ${moment(snapshot.verifiedAt, zone)}.`]
}

const VIA = { window: 'the window', cli: 'the command line', library: 'another program' } as const

function factsOf({ header, result }: ResultView, zone: Zone): Block {
  const { plan } = header
  return {
    kind: 'facts', rows: [
      ['Run', [code(header.runId)]], ['By', `${who(header.actor)}, from ${VIA[header.via]}`], ['Started', moment(header.startedAt, zone)], ['Ended', moment(result.finishedAt, zone)],
      ['Left', plan.from === null ? 'nothing recorded' : `${plan.from.version} (${plan.from.deploymentId})`], ['Went to', `${plan.to.version} (${plan.to.deploymentId})`],
      ['Data', dataWords(result)], ['Plan', [code(plan.hash)]]
    ]
  }
}

const dataWords = ({ result: { success, summary }, rowsLost }: RunResult): string =>
  summary.dataPreserved ? 'kept' : rowsLost === 0 && !success ? 'no data lost' : 'replaced'

const checkItems = ({ header }: ResultView): readonly Item[] => header.checks.map(({ id, title, message, passed }) => {
  const tone: Tone = passed ? 'ok' : 'warning'
  return { tone, text: `${title}: ${message}${header.forced.includes(id) ? ' (overridden)' : ''}` }
})

const STATES = { 'not-yet': 'not begun', running: 'begun, not ended', done: 'done', failed: 'failed', skipped: 'skipped' } as const

/** Every step of the plan with how it went. */
function performed({ header, performed: went }: ResultView): readonly Section[] {
  const { steps } = header.plan
  if (steps.length === 0) return []
  const rows = steps.map((step, index) => {
    const { status, duration } = went[step.id] ?? { status: 'not-yet' as const, duration: null }
    return [cell(String(index + 1)), cell(phaseTitle(step.phase)), cell(step.title), cell(step.host), toned(status === 'done' ? 'ok' : status === 'failed' ? 'failed' : 'neutral', STATES[status]), cell(duration === null ? '' : durationInSentence(duration))]
  })
  return [{ title: 'Steps', detail: true, blocks: [{ kind: 'table', columns: [{ title: '', numeric: true }, { title: 'Phase' }, { title: 'Step' }, { title: 'Host' }, { title: 'Ended' }, { title: 'Took', numeric: true }], rows }] }]
}

function recordSection({ record: row }: ResultView): readonly Section[] {
  if (row === null) return []
  const { record, trusted, signature } = row
  return [{
    title: 'History record', detail: true,
    blocks: [{ kind: 'facts', rows: [
      ['Record', `${record.number}${trusted ? '' : ', not trusted: the history is not as it was written'}`], ['Hash', [code(record.hash)]], ['Follows', [code(record.previous)]], ['Signature', signatureWords(signature)]
    ] }]
  }]
}

export function signatureWords(signature: RecordSignature): string {
  switch (signature.state) {
    case 'listed': return `by ${signature.by}, key ${signature.key}`
    case 'key': return `by the key ${signature.key}; signer not listed`
    case 'bad': return `does not match; it names the key ${signature.key}`
    case 'unchecked': return `by the key ${signature.key}, not checked`
    case 'none': return signature.reason === null ? 'not signed' : `not signed: ${signature.reason}`
  }
}

function tableOf({ header, result, record }: ResultView): DataTable {
  const { plan } = header
  const common = [header.runId, plan.environment, plan.from?.version ?? null, plan.to.version, result.outcome, header.startedAt, result.finishedAt, header.actor.user, header.actor.host, header.reason, plan.hash, record?.record.number ?? null, record?.record.hash ?? null]
  const rows = result.asked.length === 0 ? [[...common, null, null, null, null, null, null, null]] : result.asked.map((row) => [...common, row.subject, row.kind, row.asked, row.observed, row.ok, row.proven, row.proof.join('\n')])
  return {
    columns: ['run', 'environment', 'from', 'to', 'outcome', 'startedAt', 'finishedAt', 'user', 'host', 'reason', 'planHash', 'record', 'recordHash', 'subject', 'kind', 'asked', 'observed', 'ok', 'proven', 'proof'], rows
  }
}
