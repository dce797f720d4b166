import type { HolderView } from './holder'

/** A safety check's finding. */
export type CheckName =
  | 'target_exists' | 'target_status' | 'schema_compatibility' | 'config_compatibility' | 'service_dependencies'
  | 'artifacts' | 'already_running' | 'data_source' | 'observed' | 'drift' | 'down_now' | 'disk_space' | 'history_writable'
  | 'unfinished_run' | 'not_captured' | 'tracked_files' | 'dependents' | 'kept_content' | 'recorded_commit' | 'snapshot_key' | 'stoppable'

/** `always`: blocks, also forced. `unless-forced`: blocks until forced. `never`: informs. */
export type Blocking = 'always' | 'unless-forced' | 'never'

/** One way out of a finding, shown as a row with its consequence. */
export interface Remedy {
  readonly title: string
  readonly consequence: string
  /** What the button does. */
  readonly action:
    | { readonly kind: 'restore-data' } | { readonly kind: 'migrate-data' } | { readonly kind: 'keep-data' } | { readonly kind: 'change-target'; readonly deploymentId: string | null }
    | { readonly kind: 'check-again' } | { readonly kind: 'resume' | 'undo' | 'abandon' | 'open'; readonly runId: string; /** Of a run that has ended, and whose undo is owed. */ readonly undoOwed?: true }
    | { readonly kind: 'wait' } | { readonly kind: 'take-over'; readonly holder: HolderView } | { readonly kind: 'all-services' }
}

export interface Check {
  readonly name: CheckName
  /** Distinguishes several findings of one check: `schema_compatibility:main`. Unique in a list. */
  readonly id: string
  /** Heading in the list: `Schema fits the target`. */
  readonly title: string
  readonly passed: boolean
  /** As the spec has it: an error blocks, a warning informs. */
  readonly severity: 'error' | 'warning'
  readonly blocking: Blocking
  /** The finding in one sentence. */
  readonly message: string
  /** A heading for the detail pane: `v1.1.0 would fail on the current schema of main`. */
  readonly headline: string
  readonly detail: string
  readonly remedies: readonly Remedy[]
  /** Label and value, for "Evidence". */
  readonly evidence: readonly { readonly label: string; readonly value: string }[]
}

/** What to do about a check that blocks, a sentence. */
export const wayOn = ({ remedies, blocking }: Check): string =>
  remedies[0]?.title ?? (blocking === 'always' ? 'This check cannot be overridden.' : 'Override the check, or choose another target.')

export const blocks = (check: Check, forced: readonly string[]): boolean =>
  !check.passed && (check.blocking === 'always' || (check.blocking === 'unless-forced' && !forced.includes(check.id)))
