/** What a group of the torture answers. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit: number
  readonly ok: boolean
  /** How it came about, for whoever reads it. */
  readonly against: string
}

export interface Counts {
  /** Kills at random; the boundaries of the journal come on top. */
  readonly kills: number
  /** Every n-th boundary of the journal. */
  readonly everyBoundary: number
  /** Losses of power; 0: every call, in every way. */
  readonly losses: number
  /** Calls that fail; 0: every one. */
  readonly errors: number
  readonly cuts: number
  readonly takeovers: number
  readonly corruptions: number
  readonly records: number
}
export interface Work {
  readonly seed: string
  readonly counts: Counts
  /** Only this round, for repeating it. */
  readonly round: number | null
  /** Only this share of the rounds, `n` of `of` equal ones; null: all. */
  readonly part: { readonly n: number; readonly of: number } | null
  /** Everything, or what has time among other tests. */
  readonly isWhole: boolean
  /** How many projects side by side. */
  readonly places: number
  /** A throw-away folder. */
  readonly folder: string
  say(line: string): void
}

/** `found` are failures, a line each: the figure is their number, and nothing but 0 is good. */
export function none(name: string, unit: string, found: readonly string[], against: string): Figure {
  return { name, value: found.length, unit, limit: 0, ok: found.length === 0, against }
}
