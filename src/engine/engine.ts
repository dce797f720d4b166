/**
 * The engine's face, the same for the window (through the utility process), the command line and the library.
 * Every method may throw BackstepError; nothing here knows Electron.
 */
import type { Check } from '../domain/check'
import type { Deployment } from '../domain/deployment'
import type { Observed } from '../domain/facts'
import type { Release, RollbackRequest } from '../domain/plan'
import type { Held, HolderView, Work } from '../domain/holder'
import type { Problem } from '../domain/problem'
import type { Actor, Decision, HeldBy, OnFailure, OutputLine, RunEvent, RunResult } from '../domain/run'
import type { Zone } from '../domain/text'
import type { OutputSearch } from './output-index'
import type * as v from '../domain/views'
import type { SnapshotEngine } from './engine-snapshots'

export interface StartInput {
  readonly request: RollbackRequest
  /** Null: run whatever plan is made now (headless, confirmed by policy). */
  readonly planHash: string | null
  readonly reason: string
  /** Ids of checks to override; `all` forces every one that may be forced. */
  readonly forced: readonly string[] | 'all'
  readonly typedName: string | null
  readonly acceptsDataLoss: boolean
  readonly onFailure: OnFailure
  readonly via: 'window' | 'cli' | 'library'
}
export interface ResumeInput {
  /** What `prepareResume` answered and somebody confirmed; null = go on only where nothing is new. */
  readonly hash: string | null
  /** Whether the steps that may have happened did, by step id. */
  readonly answers: Readonly<Record<string, 'happened' | 'again'>>
  /** From now on. Default: as the run was begun. */
  readonly onFailure?: OnFailure
}
export interface TakeoverInput {
  readonly environment: string
  readonly reason: string
  /** The environment's name, typed. */
  readonly typedName: string | null
  /** The hold that was shown, and the run that was named: anybody else who holds it by then is not ended. Default: whoever holds it. */
  readonly epoch?: number
  readonly runId?: string
  /** Other environments that the same process holds, of another project as folder:name: each one has to be named. Default: none. */
  readonly also?: readonly string[]
}
export interface TakenOver {
  readonly environment: string
  /** The run that is interrupted now; null when the holder had not begun one. */
  readonly runId: string | null
  /** What was broken off that is no run. */
  readonly work: Work | null
  readonly from: HeldBy
  /** What of its programs was ended or awaited, a sentence each. */
  readonly ended: readonly string[]
  /** What the same process held besides: that is interrupted as well. */
  readonly also: readonly Held[]
}
export interface WaitOptions {
  /** Milliseconds. */
  readonly wait: number
  readonly abort?: AbortSignal
  /** Who holds it, at the beginning and whenever that changes. */
  readonly onHolder?: (holder: HolderView | null) => void
}
export interface RunHandle {
  readonly runId: string
  readonly finished: Promise<RunResult>
  /** Resolves when the run waits for a decision or has finished. */
  readonly settled: Promise<'waiting' | 'finished'>
  /** The run that is driven now: this one, or the undo that follows it by policy; null between the two. */
  current(): string | null
  /** Like the engine's, of what is driven now; between the two of the undo, once it begins. False: there was nothing left to stop. */
  cancel(): Promise<boolean>
  leave(): void
}
export interface EngineListener {
  events?(project: string, events: readonly RunEvent[]): void
  output?(project: string, runId: string, lines: readonly OutputLine[]): void
  changed?(project: string, what: readonly ('registry' | 'runs' | 'settings' | 'snapshots' | 'services')[]): void
}
export interface RecordInput {
  readonly environment: string
  readonly version: string
  readonly commit: string | null
  /** Image references by service. */
  readonly images?: Readonly<Record<string, string>>
  readonly status: 'success' | 'failed'
  readonly actor?: string
  /** For imports and the demo: when it was deployed; default now. */
  readonly timestamp?: string
  readonly id?: string
  /** Milliseconds that the deployment took. */
  readonly duration?: number
  readonly strategy?: string
}
/** What is said at the end of a deployment besides how it went. */
export interface FinishInput {
  /** Added to those that were named at the beginning. */
  readonly images?: Readonly<Record<string, string>>
  /** Default: the one named at the beginning, or else the one that is checked out now. */
  readonly commit?: string | null
}
/** A service's captured commit, by its full hash. */
export interface OtherCommit { readonly service: string; readonly commit: string }
export interface Recorded extends Deployment {
  /** Captured from the project's repository, and not the record's commit: what a rollback to the deployment starts. */
  readonly otherCommits: readonly OtherCommit[]
}

export interface Engine extends SnapshotEngine {
  open(path: string): Promise<v.ProjectView>
  init(path: string): Promise<v.ProjectView>
  /** `patience`: milliseconds to wait for the history to be verified; default: until it is. The same below. */
  overview(project: string, observe: boolean, patience?: number): Promise<v.OverviewView>
  observe(project: string, environment: string): Promise<Observed>
  deployments(project: string, query: v.DeploymentsQuery): Promise<v.DeploymentsPage>
  deployment(project: string, id: string): Promise<v.DeploymentDetail>
  record(project: string, input: RecordInput): Promise<Recorded>
  /** Before a deployment: captures what runs and copies the databases; answers the new record's id. */
  recordBegin(project: string, input: Omit<RecordInput, 'status'>): Promise<Deployment>
  recordFinish(project: string, id: string, status: 'success' | 'failed', more?: FinishInput): Promise<Recorded>
  targets(project: string, environment: string): Promise<v.TargetsView>
  /** What a rollback goes back to, as the registry has it now. Throws `target-missing` and `target-elsewhere`. */
  target(project: string, request: Pick<RollbackRequest, 'environment' | 'deploymentId'>): Promise<Release>
  prepare(project: string, request: RollbackRequest, onCheck?: (check: Check, done: number, total: number) => void): Promise<v.PreparedView>
  fileDiff(project: string, request: RollbackRequest, path: string): Promise<v.FileDiff>
  start(project: string, input: StartInput): Promise<RunHandle>
  runView(project: string, runId: string): Promise<v.RunView>
  output(project: string, runId: string, from: number, limit: number): Promise<{ lines: readonly OutputLine[]; total: number }>
  searchOutput(project: string, runId: string, wanted: OutputSearch): Promise<readonly number[]>
  cancel(project: string, runId: string): Promise<void>
  decide(project: string, runId: string, decision: Decision): Promise<void>
  /** Lets a run that waits, or comes to wait, stay as it is: unfinished, resumable. */
  leave(project: string, runId: string): Promise<void>
  /** What an interrupted run has left to do; what its former holder has left running is ended first. */
  prepareResume(project: string, runId: string): Promise<v.ResumeView>
  /** Without an input only where nothing is new. */
  resume(project: string, runId: string, input?: ResumeInput): Promise<RunHandle>
  /** Ends the program that holds an environment; its run is an interrupted one then. */
  takeOver(project: string, input: TakeoverInput): Promise<TakenOver>
  /** Resolves true once nobody holds the environment, false when the time is over. */
  waitUntilFree(project: string, environment: string, options: WaitOptions): Promise<boolean>
  /** Why a plan that was confirmed, by its hash or the beginning of it, is another one now, and what blocks that one. */
  stalePlan(project: string, asked: string, request: RollbackRequest, forced: StartInput['forced']): Promise<Problem>
  /** Marks it as failed, or leaves one that failed without the undo that it owes; throws where it is not `what` was asked about (default: either). Answers what the registry does not have yet, null when it has everything. */
  abandon(project: string, runId: string, reason: string, what?: v.GivenUp): Promise<Problem | null>
  history(project: string, query: { readonly text: string; readonly environment: string | null; readonly offset: number; readonly limit: number }, patience?: number): Promise<v.HistoryView>
  result(project: string, runId: string): Promise<v.ResultView>
  /** The copies of the registry, against what can be read of it now. */
  registryCopies(project: string): Promise<v.RegistryCopiesView>
  /** Puts a good copy in place; refused when the file is not the one with this digest any more (null: there is none). */
  restoreRegistry(project: string, copy: string, digest: string | null): Promise<v.RegistryRestored>
  /** Of backstep.yaml, from all adapters. */
  settingsSchema(): v.JsonSchema
  /** Verifies everything anew; `head` is what was exported earlier, its text or its hash. */
  verifyHistory(project: string, head?: string): Promise<v.HistoryVerified>
  historyHead(project: string): Promise<v.HistoryHead>
  /** Which key signs the history, whether it can, and whose signatures the project knows. */
  identity(project: string | null): Promise<v.IdentityView>
  /** Null: nothing is signed. */
  chooseSigningKey(file: string | null, project: string | null): Promise<v.IdentityView>
  /** A history, plan or result as a file to be. Times in it are in `zone`. */
  exportFile(project: string, what: v.ExportWhat, format: v.ExportFormat, zone: Zone): Promise<v.ExportFile>
  /** Writes an export durably; a PDF is printed first, by an Electron that is at hand. Answers the bytes written. */
  saveExport(file: v.ExportFile, format: v.ExportFormat, path: string): Promise<number>
  readSettings(project: string): Promise<v.SettingsText>
  checkSettings(project: string, text: string): Promise<readonly v.TextProblem[]>
  saveSettings(project: string, text: string, baseDigest: string): Promise<v.SettingsText>
  doctor(project: string | null): Promise<readonly v.DoctorRow[]>
  /** Runs that this engine is driving now. */
  active(): readonly { readonly project: string; readonly runId: string }[]
  listen(listener: EngineListener): () => void
  /** Watches a project's files and tells listeners; answers a stop function. */
  watch(project: string): () => void
  readonly actor: Actor
  close(): Promise<void>
}
