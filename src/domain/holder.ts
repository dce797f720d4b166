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
}
