/** The history as the screen shows it: rows, figures, charts, and whether it is as it was written. */
import type { HistoryExported } from '../../domain/document'
import { journalHolds, ZERO_HASH } from '../../domain/history'
import { problemOf, type Problem } from '../../domain/problem'
import type { HistoryRecord } from '../../domain/run'
import type { HistoryHead, HistoryRow, HistoryView, OverviewView } from '../../domain/views'
import { digest } from '../history/digest'
import type { Verification } from '../history/verify'
import { unfinishedRuns } from '../run/unfinished'
import type { Session } from '../session/session'
import { figuresOf, type Figures } from './history-figures'

export interface HistoryQuery { readonly text: string; readonly environment: string | null; readonly offset: number; readonly limit: number }

/** Milliseconds to wait for the verification; null: until it is done. */
type Patience = number | null

const verified = (session: Session, patience: Patience): Promise<Verification | null> =>
  patience === null ? session.history.verify() : session.history.soon(patience)

export async function historyState(session: Session, patience: Patience): Promise<OverviewView['history']> {
  const found = await verified(session, patience)
  const writable = session.readOnly === null ? await session.store.probeWritable().then(() => null, problemOf) : ({ code: 'read-only', message: session.readOnly, next: '' } satisfies Problem)
  return {
    writable: writable === null, chain: found === null ? 'verifying' : found.view.ok ? 'verified' : 'broken',
    records: found?.view.records ?? (await session.store.historyEnds()).total, problem: writable ?? found?.view.problem ?? null
  }
}

/** So long a plan can be looked at, changed and confirmed with one touch of a token. */
const PROVEN_FOR = 300_000

/** A run whose record could not be signed at its end does not start: signing is proven by signing. */
export const signingProblem = (session: Session): Promise<Problem | null> => session.identity.proven(PROVEN_FOR).then(() => null, problemOf)

export async function historyView(session: Session, query: HistoryQuery, patience: Patience): Promise<HistoryView> {
  const [found, unfinished, figures, page] = await Promise.all([
    verified(session, patience), unfinishedRuns(session), figuresOf(session),
    session.store.history({ text: query.text, environment: query.environment, offset: query.offset, limit: query.limit })
  ])
  const { undone: _, weeks, ...numbers } = figures
  return {
    ...numbers, total: page.total, matching: page.matching, rows: page.records.map((record) => rowOf(record, figures, found)), unfinished, verified: found?.view ?? null,
    weeks: weeks(unfinished.filter((run) => run.status === 'interrupted').map((run) => run.startedAt), session.context.clock.now())
  }
}

function rowOf(record: HistoryRecord, { undone }: Figures, found: Verification | null): HistoryRow {
  const { number } = record
  const view = found?.view
  const trusted = !view || ((view.brokenAt === null || number < view.brokenAt) && !view.faults.some(({ at }) => at === number))
  return { record, undoneBy: undone.get(record.entry.runId) ?? null, trusted, signature: found?.signatureOf(number) ?? unverified(record) }
}

const unverified = ({ signer }: HistoryRecord): HistoryRow['signature'] =>
  signer === undefined ? { state: 'none', reason: null } : 'none' in signer ? { state: 'none', reason: signer.none } : { state: 'unchecked', key: signer.key }

/** Every record that the filter leaves, in the order of the chain, verified now. */
export async function historyRows(session: Session, filter: { readonly text: string; readonly environment: string | null }): Promise<HistoryExported> {
  const { text, environment } = filter
  const [found, figures, page] = await Promise.all([session.history.verify(), figuresOf(session), session.store.history({ text, environment })])
  return { rows: page.records.map((record) => rowOf(record, figures, found)).reverse(), total: page.total, filter: { text, environment }, verified: found.view }
}

/** The record of one run, with what is known of it. */
export async function historyRow(session: Session, runId: string): Promise<HistoryRow | null> {
  const record = await session.store.historyOf(runId)
  if (record === null) return null
  const row = rowOf(record, await figuresOf(session), await session.history.soon(PATIENCE))
  const { journal } = record.entry
  return { ...row, trusted: row.trusted && (journal === undefined || journalHolds(journal, await session.store.journal(runId), digest)) }
}
const PATIENCE = 300

/** The newest record, to be kept elsewhere: whoever has it can tell later whether the history up to it was rewritten. */
export async function historyHead(session: Session): Promise<HistoryHead> {
  const { first } = await session.store.historyEnds()
  const { records: [last] } = await session.store.history({ limit: 1 })
  return {
    format: 'backstep/history-head', version: 1, project: (await session.definitionFile.read()).definition?.name ?? '', number: last?.number ?? 0, hash: last?.hash ?? ZERO_HASH,
    runId: last?.entry.runId ?? null, chain: first, at: last?.entry.finishedAt ?? null, signer: last?.signer ?? null, signature: last?.signature ?? null
  }
}
