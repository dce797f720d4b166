/**
 * The store of a project: runs with plan and journal, history, lock holders, outbox, lineage, observations. Asynchronous verbs,
 * so that a server can stand behind them. Every verb that changes something is one durable transaction when its promise resolves.
 */
import type { Instant } from '../../domain/facts'
import type { Work } from '../../domain/holder'
import type { ChainEnd, StoredRecord } from '../../domain/history'
import type { HistoryRecord, RunEvent, RunEventBody, RunHeader } from '../../domain/run'

/** Who holds an environment's lock, and for what: a run, or other work. */
export interface Holder {
  readonly environment: string
  readonly runId: string | null
  readonly work: Work | null
  readonly epoch: number
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
  readonly user: string
  readonly host: string
  readonly since: Instant
}
/** For a run, unless `work` says for what else. */
export type NewHolder = Omit<Holder, 'epoch' | 'work'> & Partial<Pick<Holder, 'work'>>
/** A program that a step of a run has running: its process group, for whoever takes the run over. */
export interface Program {
  readonly environment: string
  readonly runId: string
  readonly step: string
  readonly host: string
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
  /** It may have started a service: only its own process is awaited, its group is left alone. */
  readonly leaves: boolean
  /** When its time limit is over. */
  readonly until: Instant
}
export interface RunSummary { readonly runId: string; readonly environment: string; readonly startedAt: Instant; readonly finishedAt: Instant | null; readonly lastAt: Instant; readonly lastSeq: number }
/** A registry change that a finished run still owes: the record to add and the statuses to set. */
export interface OutboxRow {
  readonly runId: string
  readonly environment: string
  /** JSON of the registry record. */
  readonly record: string
  /** It was in the registry's file once; it may have vanished from it again. */
  readonly delivered: boolean
}

export interface Store {
  /** Starts a run: commits `run-started` with seq 0. Fails with `unfinished-run` when the environment has one. */
  createRun(header: RunHeader): Promise<RunEvent>
  /**
   * Commits one event; seq is the next. Fails with `overtaken` when the epoch is not the holder's any more. `lazily`: with whatever is
   * written next, or alone after a moment; its place among the events is where it was given.
   */
  append(runId: string, epoch: number, body: RunEventBody, how?: 'now' | 'lazily'): Promise<RunEvent>
  /** Commits warnings that came to light after a run's end; whoever holds the environment by then. Fails with `run-unfinished` before it. */
  warn(runId: string, warnings: readonly string[]): Promise<RunEvent>
  events(runId: string, fromSeq?: number): Promise<readonly RunEvent[]>
  /** The texts of its events as they lie there, in their order; empty in place of one that stands elsewhere than its number says. */
  journal(runId: string): Promise<readonly string[]>
  /** The run of each environment, or of this one, that was begun last: by their order here, whatever their clocks said. */
  latest(environment?: string): Promise<readonly RunSummary[]>
  runs(filter?: { readonly environment?: string; readonly unfinished?: boolean; readonly limit?: number }): Promise<readonly RunSummary[]>
  /**
   * One transaction: run-finished (at the instant of its result), the history record, the outbox row. Null, with nothing written, when
   * the record does not follow the newest one, or does not seal all events: something came meanwhile, and it has to be made anew.
   */
  finishRun(runId: string, epoch: number, finished: Extract<RunEventBody, { type: 'run-finished' }>, record: HistoryRecord, outbox: Pick<OutboxRow, 'environment' | 'record'> | null): Promise<RunEvent | null>
  history(filter?: { readonly text?: string; readonly environment?: string | null; readonly offset?: number; readonly limit?: number }): Promise<{ readonly total: number; readonly matching: number; readonly records: readonly HistoryRecord[] }>
  historyOf(runId: string): Promise<HistoryRecord | null>
  /** How many records there are, the hash of the first, and the newest. */
  historyEnds(): Promise<{ readonly total: number; readonly first: string | null; readonly last: ChainEnd | null }>
  /** The records as they lie there, by number, from the one after `after`. */
  historyRows(after: number, limit: number): Promise<readonly StoredRecord[]>
  /** Another text whenever the store may have been changed by somebody else, or the history by us. */
  historyMark(): Promise<string>
  /** Finished runs without a record, and records whose run is not there or has not finished; the first 50 of each. */
  runsAndRecords(): Promise<{ readonly runsWithoutRecord: readonly string[]; readonly recordsWithoutRun: readonly Pick<StoredRecord, 'number' | 'runId' | 'environment'>[] }>
  /** Proves that a record could be written now: writes as much, and takes it away again. Throws the problem. */
  probeWritable(): Promise<void>
  holder(environment: string): Promise<Holder | null>
  /** Of all environments, by name. */
  holders(): Promise<readonly Holder[]>
  /** Sets the holder with an epoch one higher than any before, and returns it. */
  takeHold(holder: NewHolder): Promise<Holder>
  release(environment: string, epoch: number): Promise<void>
  /** Fails with `overtaken` like `append`. Forgotten with the end of its step, of the run, or by `forgetPrograms`. */
  noteProgram(epoch: number, program: Program): Promise<void>
  programs(runId: string): Promise<readonly Program[]>
  forgetPrograms(runId: string): Promise<void>
  /** What the registry is owed. */
  outbox(): Promise<readonly OutboxRow[]>
  /** It is in the registry, as of this instant. Written lazily: until then it is delivered again, which changes nothing. */
  clearOutbox(runId: string, at: Instant): Promise<void>
  /** All that waits and the newest 200 that were delivered, in the order in which the runs ended. Commits nothing: what was delivered a moment ago may still wait. */
  outboxRows(): Promise<readonly OutboxRow[]>
  /** Plans that were shown, for whoever confirms one later: the newest 50. Written lazily. */
  keepPlan(hash: string, environment: string, plan: string, at: Instant): Promise<void>
  /** The kept plan whose hash begins so; null when none or several do. */
  keptPlan(beginning: string): Promise<string | null>
  lineage(file: string): Promise<string | null>
  setLineage(file: string, lineage: string): Promise<void>
  /** The first observation of this value of a thing: remembered, returned for `since`. A changed value starts anew. */
  firstSeen(key: string, value: string, now: Instant): Promise<Instant>
  /** Durations in ms of finished steps with this id in this environment, newest first, at most 20. */
  durations(environment: string, stepId: string): Promise<readonly number[]>
  /** Small values by key (verification results, project key's id). `run`: lazily, before whatever is written next of that run; where both wait and the note fails, that fails too. */
  setNote(key: string, value: string, run?: string): Promise<void>
  note(key: string): Promise<string | null>
  close(): Promise<void>
}
