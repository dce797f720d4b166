import type { HolderView } from './holder'

/** An error as data: it crosses processes, is shown, journalled and printed. Never holds a secret. */
export interface Problem {
  /** Kebab-case, stable: `registry-damaged`, `target-missing`. */
  readonly code: string
  /** One sentence for the operator: the thing, the place, what is unchanged. */
  readonly message: string
  /** What to do next, a sentence; empty when there is nothing. */
  readonly next: string
  readonly evidence?: Evidence
  /** File and place, where there is one. Line and column count from 1. */
  readonly place?: { readonly file: string; readonly line?: number; readonly column?: number; readonly byte?: number }
  /** What differs from what was confirmed, a sentence each. */
  readonly changes?: readonly string[]
  /** Hash of what would have to be confirmed now. */
  readonly hash?: string
  /** The checks that block what would have to be confirmed now, by their ids. */
  readonly blockedBy?: readonly string[]
  /** Who holds the environment. */
  readonly holder?: HolderView
}

/** What one command or action did. Secrets are masked before it is made. */
export interface Evidence {
  readonly argv?: readonly string[]
  readonly cwd?: string
  readonly exitCode?: number | null
  readonly signal?: string | null
  /** Milliseconds. */
  readonly duration: number
  /** The last lines of what it printed, at most 200. */
  readonly output?: readonly string[]
  /** What was observed afterwards, a sentence. */
  readonly observed?: string
  /** Rows that went with a database that was swapped, counted right before. */
  readonly rowsLost?: number
  /** There may be more: the time to count was over. */
  readonly atLeast?: true
}

/** The one error class: thrown inside the engine, turned into its problem at every boundary. */
export class BackstepError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem.message, options)
    this.name = 'BackstepError'
    this.problem = problem
  }
}

export const fail = (code: string, message: string, next = '', more: Partial<Problem> = {}): BackstepError =>
  new BackstepError({ code, message, next, ...more })

/** Any thrown value as a problem; what is not ours becomes `unexpected`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BackstepError) return error.problem
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'unexpected', message, next: 'Please report this with the application log.' }
}

export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`)
}
