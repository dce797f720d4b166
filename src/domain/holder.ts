import { quoted } from './commands'
import { listOf } from './text'

/** What an environment is held for that is no run. */
export type Work = 'recording a deployment' | 'removing snapshots' | 'removing databases that were put aside' | 'encrypting what was kept' | 'stopping the demo'

/** Who holds an environment's lock, and for what. */
export interface HolderView {
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly since: string
  /** Each hold of the environment has a higher one than those before. */
  readonly epoch: number
  /** The run that it drives or is about to begin; null when it is held for something else. */
  readonly runId: string | null
  /** What else it is held for; null for a run. */
  readonly work: Work | null
  /** The phase that the run is in; null before it has begun. */
  readonly phase: string | null
  /** It is this very process. */
  readonly here: boolean
  /** What the same process holds besides: whoever ends it ends that as well. */
  readonly also: readonly Held[]
}
export interface Held {
  readonly environment: string
  readonly runId: string | null
  readonly work: Work | null
  /** The folder of another project that it is of. */
  readonly project?: string
}

/** "run 20261122-031622-4f2a", "recording a deployment" */
export const purposeWords = ({ runId, work }: Pick<Held, 'runId' | 'work'>): string => work ?? `run ${runId}`
/** "production (run 20261122-031622-4f2a)", "staging of /srv/shop (recording a deployment)" */
export const heldWords = (also: readonly Held[]): string => listOf(also.map((held) => `${held.environment}${held.project === undefined ? '' : ` of ${held.project}`} (${purposeWords(held)})`))
/** How it is named to be ended as well: "production", "/srv/shop:staging" */
export const heldName = ({ environment, project }: Held): string => (project === undefined ? environment : `${project}:${environment}`)
/** As it is typed: `--also production --also '/srv/my shop:staging'` */
export const alsoTyped = (also: readonly Held[]): string => also.map((held) => `--also ${quoted(heldName(held))}`).join(' ')
