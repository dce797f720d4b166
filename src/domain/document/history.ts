/** The history, or what a filter leaves of it, as a document. */
import { isReadable } from '../history'
import { durationInTable, plural } from '../text'
import type { HistoryRow, HistoryVerified } from '../views'
import { wentLine } from '../went'
import { cell, toned, type Block, type DataTable, type Document, type Export, type Item, type Text } from './model'
import { OUTCOMES, signatureWords } from './result'
import { code, day, fileName, madeWords, moment, who, type Made, type Zone } from './words'

export interface HistoryExported {
  /** In the order of the chain: the first record first. */
  readonly rows: readonly HistoryRow[]
  /** All that there are, whatever the filter. */
  readonly total: number
  readonly filter: { readonly text: string; readonly environment: string | null }
  readonly verified: HistoryVerified
}

export function historyExport(history: HistoryExported, made: Made): Export {
  const { rows, total, filter, verified } = history
  return {
    name: fileName(made.project, filter.environment ?? '', 'history', day(made.at)), document: historyDocument(history, made.zone, madeWords(made)), table: tableOf(rows),
    data: { format: 'backstep/history', version: 1, project: made.project, exportedAt: made.at, filter, total, verified, records: rows }
  }
}

function historyDocument({ rows, total, filter, verified }: HistoryExported, zone: Zone, foot: string): Document {
  const newest = [...rows].reverse()
  return {
    title: `History of rollbacks${filter.environment === null ? '' : ` in ${filter.environment}`}`, tone: verified.ok ? 'ok' : 'failed', lead: leadOf(rows.length, total, filter, verified, zone),
    sections: [
      { title: null, blocks: [{ kind: 'list', items: verifiedItems(verified) }] },
      { title: 'Rollbacks, newest first', blocks: rows.length === 0 ? [{ kind: 'paragraph', text: 'There is no record.' }] : [rowsTable(newest, zone)] },
      ...(rows.length === 0 ? [] : [{ title: 'Evidence', detail: true, blocks: [evidenceTable(newest)] }])
    ],
    foot: `${foot} Each hash is SHA-256 over canonical JSON of the record with the hash of the record before it.`, landscape: true
  }
}

function leadOf(shown: number, total: number, { text }: HistoryExported['filter'], { ok, at }: HistoryVerified, zone: Zone): string {
  const records = shown === total ? plural(total, 'record', 'records') : `${plural(shown, 'record', 'records')} of ${total}`
  return `${records}${text === '' ? '' : ` with “${text}”`}. ${ok ? 'The whole chain was verified' : 'The history was not as it was written'} at ${moment(at, zone)}.`
}

function verifiedItems({ ok, faults, faultCount, signatures: { signed, unsigned, signers } }: HistoryVerified): readonly Item[] {
  const found: readonly Item[] = ok
    ? [{ tone: 'ok', text: 'No record was changed, removed or put in.' }]
    : [...faults.map(({ message }): Item => ({ tone: 'failed', text: message })), ...(faultCount > faults.length ? [{ tone: 'failed' as const, text: `${faultCount - faults.length} more places.` }] : [])]
  return [
    ...found,
    ...signers.map(({ by, key, listed, records }): Item => ({ tone: listed ? 'ok' : 'neutral', text: [`${plural(records, 'record', 'records')} signed by ${listed ? by : 'a key that is not listed'}, `, code(key)] })),
    ...(unsigned > 0 ? [{ tone: 'neutral' as const, text: signed === 0 ? 'No record is signed.' : `${plural(unsigned, 'record is', 'records are')} not signed.` }] : [])
  ]
}

const COLUMNS = [{ title: 'Record', numeric: true }, { title: 'Ended' }, { title: 'Started' }, { title: 'Environment' }, { title: 'From and to' }, { title: 'Why' }, { title: 'By' }, { title: 'Took', numeric: true }, { title: 'Down', numeric: true }]

const rowsTable = (rows: readonly HistoryRow[], zone: Zone): Block => ({
  kind: 'table', columns: COLUMNS,
  rows: rows.map((row) => {
    const { record: { number, entry } } = row
    return [
      cell(String(number)), ended(row), cell(moment(entry.startedAt, zone)), cell(entry.environment), cell(wentLine(entry)),
      cell(entry.reason, ...entry.forced.map((check) => `Overridden: ${check}`)), cell(who(entry.actor)), cell(durationInTable(entry.duration)), cell(entry.downtime === null ? '' : durationInTable(entry.downtime))
    ]
  })
})

function ended({ record, undoneBy, trusted }: HistoryRow) {
  if (!isReadable(record)) return toned('failed', 'not readable')
  const { outcome } = record.entry
  const lines: readonly Text[] = [undoneBy === null ? OUTCOMES[outcome] : 'undone', ...(trusted ? [] : ['not trusted'])]
  return toned(!trusted || outcome === 'failed' || outcome === 'abandoned' ? 'failed' : undoneBy !== null || outcome === 'stopped' ? 'neutral' : outcome === 'done' ? 'ok' : 'warning', ...lines)
}

const evidenceTable = (rows: readonly HistoryRow[]): Block => ({
  kind: 'table', columns: [{ title: 'Record', numeric: true }, { title: 'Run' }, { title: 'Plan' }, { title: 'Hash of the record' }, { title: 'Signature' }],
  rows: rows.map(({ record, signature }) => [cell(String(record.number)), cell([code(record.entry.runId)]), cell([code(record.entry.planHash)]), cell([code(record.hash)]), cell(signatureWords(signature))])
})

function tableOf(rows: readonly HistoryRow[]): DataTable {
  return {
    columns: ['record', 'run', 'environment', 'kind', 'from', 'to', 'services', 'outcome', 'undoneBy', 'startedAt', 'finishedAt', 'durationMs', 'downtimeMs', 'stepsDone', 'stepsTotal', 'data', 'user', 'host', 'via', 'reason', 'overridden', 'warnings', 'planHash', 'hash', 'previous', 'trusted', 'signed', 'signedBy', 'key'],
    rows: rows.map(({ record: { number, entry, hash, previous }, undoneBy, trusted, signature }) => [
      number, entry.runId, entry.environment, entry.kind, entry.from?.version ?? null, entry.to.version, entry.services.join(' '), entry.outcome, undoneBy, entry.startedAt, entry.finishedAt, entry.duration, entry.downtime,
      entry.steps.done, entry.steps.total, entry.data, entry.actor.user, entry.actor.host, entry.via, entry.reason, entry.forced.join(' '), entry.warnings.join('\n'), entry.planHash, hash, previous, trusted,
      signature.state, signature.state === 'listed' ? signature.by : null, 'key' in signature ? signature.key : null
    ])
  }
}
