/** What the checks look at: facts and findings that the engine gathered. Reads only; nothing here is a secret. */
import type { Check, CheckName, Remedy } from '../check'
import type { Deployment } from '../deployment'
import type { ArtifactFact, ConfigKey, DatabaseSchema, Instant, Observed } from '../facts'
import type { HolderView } from '../holder'
import type { DataChoice, Plan, RollbackRequest } from '../plan'
import type { Target, WantedAnswer } from '../planning'
import type { Problem } from '../problem'
import type { Way } from '../situation'

export interface DataCheck {
  readonly name: string
  readonly choice: DataChoice
  /** `restore` was asked for, but the database's policy is keep. */
  readonly policyKeeps: boolean
  readonly hasCopy: boolean
  /** Its policy is to be migrated down. */
  readonly migrates?: boolean
  /** It is migrated to a schema that nobody captured. */
  readonly unknownSchema?: boolean
  /** Why the copy may not be what the target left, a sentence. */
  readonly doubt?: string
  /** A newer copy is not whole: this one is taken in its place, a sentence. */
  readonly older?: string
  /** Why there is no copy and what to do next time, or where it comes from. */
  readonly why: string
}
export interface SchemaCheck {
  readonly database: string
  /** It goes back with the run. */
  readonly restored: boolean
  /** Of the copy that it goes back to; missing when it comes from no copy. */
  readonly copy?: DatabaseSchema
  readonly target: DatabaseSchema
  readonly present: DatabaseSchema
  readonly hasCopy: boolean
  /** Its policy is to be migrated down. */
  readonly migrates?: boolean
}
export interface ConfigCheck {
  readonly path: string
  /** Keys that the target had. */
  readonly then: readonly ConfigKey[]
  /** Keys in force after the run; null when the file will be absent. */
  readonly after: readonly ConfigKey[] | null
  /** Credentials that changed since. */
  readonly credentials: readonly string[]
}
/** What is known of the snapshot or manifest that is gone back to. */
export interface KeptCheck {
  /** For whom it is encrypted; 0 = it is not. */
  readonly keys: number
  /** When it was last restored to try, and how that went; null = never. */
  readonly restorable: { readonly ok: boolean; readonly at: Instant; readonly problem: string | null } | null
}
/** What is known of the keys that the run's own snapshot will be encrypted for. */
export interface SealCheck {
  readonly keys: number
  /** Why none of them can be opened here. */
  readonly keyProblem: Problem | null
  /** Why it cannot be said who it is encrypted for: then nothing can be kept. */
  readonly problem: Problem | null
  /** The policy asks that a run restores its snapshot before it changes anything. */
  readonly restores: boolean
}
export interface CheckInput {
  readonly request: RollbackRequest
  readonly environment: string
  /** Null with `targetProblem`. */
  readonly target: Target | null
  readonly targetProblem: Problem | null
  readonly record: Deployment | null
  readonly current: Deployment | null
  readonly manifestProblem: Problem | null
  /** What is needed of the target is encrypted and cannot be opened here. */
  readonly keyProblem: Problem | null
  /** Null when nothing was captured of it. */
  readonly kept: KeptCheck | null
  readonly seal: SealCheck
  readonly observed: Observed | null
  readonly wanted: WantedAnswer | null
  readonly plan: Plan | null
  readonly artifacts: Readonly<Record<string, ArtifactFact>>
  /** Of what was captured with the target, in the repository of its record and not that record's commit. `ran`: it was seen running then. */
  readonly otherCommits: readonly { readonly service: string; readonly commit: string; readonly ran: boolean }[]
  /** Services that cannot be started without code of their own for the version. */
  readonly needRelease: readonly string[]
  /** Services that nothing here can stop. */
  readonly unstoppable: readonly string[]
  /** Services that another program runs, which is told by commands. */
  readonly elsewhere: readonly string[]
  readonly data: readonly DataCheck[]
  readonly schemas: readonly SchemaCheck[]
  readonly config: readonly ConfigCheck[]
  /** Files that the run changes and whose keys cannot be read, then or today: they go back whole. */
  readonly configUnread: readonly string[]
  readonly majorJump: boolean
  /** Bytes. */
  readonly disk: { readonly free: number; readonly needed: number }
  readonly historyProblem: Problem | null
  /** It can be written, but is not as it was written. */
  readonly historyBroken: boolean
  /** `holder`: who drives it; null when it was interrupted. `ways`: what can be done with it then. */
  readonly unfinished: { readonly runId: string; readonly sentence: string; readonly holder: HolderView | null; readonly ways: readonly Way[] } | null
  /** A run of the environment that failed, and whose undo has not begun. */
  readonly owedUndo: { readonly runId: string; readonly sentence: string } | null
  /** Files under .deployments that git tracks and must not. */
  readonly trackedFiles: readonly string[]
  /** A sentence each. */
  readonly drift: readonly string[]
  /** Why there was nothing to compare with, a sentence; null when there was. */
  readonly driftNotCompared: { readonly sentence: string; readonly damaged: boolean } | null
  /** Keys of what could not be compared, since nobody can tell what it is or was. */
  readonly driftUnknown: readonly string[]
}

export interface Checker { readonly name: CheckName; run(input: CheckInput): readonly Check[] }

type Told = Partial<Pick<Check, 'headline' | 'detail' | 'remedies' | 'evidence' | 'id'>>

export const passed = (name: CheckName, title: string, message: string, more: Told = {}): Check =>
  ({ name, id: name, title, passed: true, severity: 'warning', blocking: 'never', message, headline: message, detail: '', remedies: [], evidence: [], ...more })
export const warns = (name: CheckName, title: string, message: string, more: Told = {}): Check =>
  ({ ...passed(name, title, message, more), passed: false })
export const blocksUnlessForced = (name: CheckName, title: string, message: string, more: Told = {}): Check =>
  ({ ...passed(name, title, message, more), passed: false, severity: 'error', blocking: 'unless-forced' })
export const alwaysBlocks = (name: CheckName, title: string, message: string, more: Told = {}): Check =>
  ({ ...passed(name, title, message, more), passed: false, severity: 'error', blocking: 'always' })

export const CHECK_AGAIN: Remedy = { title: 'Check again', consequence: 'Once it is put right.', action: { kind: 'check-again' } }
/** What puts it right is known. */
export const checkAgainAfter = (consequence: string): Remedy => ({ ...CHECK_AGAIN, consequence })
export const KEEP_DATA: Remedy = { title: 'Keep the data', consequence: 'Nothing is lost; the target has to work with the present data.', action: { kind: 'keep-data' } }
export const OTHER_TARGET: Remedy = { title: 'Go back to another deployment', consequence: 'Choose one that fits.', action: { kind: 'change-target', deploymentId: null } }
