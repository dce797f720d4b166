import { listOf } from './text'

/** Who holds an environment's lock, and for which run. */
export interface HolderView {
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly since: string
  readonly runId: string
  /** The phase that the run is in; null before it has begun. */
  readonly phase: string | null
  /** It is this very process. */
  readonly here: boolean
  /** What the same process holds besides, in this project: whoever ends it ends those runs as well. */
  readonly also: readonly Held[]
}
export interface Held { readonly environment: string; readonly runId: string }

/** "production (run 20261122-031622-4f2a)" */
export const heldWords = (also: readonly Held[]): string => listOf(also.map(({ environment, runId }) => `${environment} (run ${runId})`))
