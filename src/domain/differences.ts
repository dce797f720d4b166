/** The one comparison: drift, Compare, the plan, "may this plan still run", what is left after a crash and "is it done" all ask it. */
import type { Fact, Is, Observed, ResourceKey } from './facts'
import type { PartialIs, Wanted } from './plan'

export interface Difference {
  readonly key: ResourceKey
  /** What differs: `state`, `runs`, `runs.config`. All that was wanted when nothing is known. */
  readonly fields: readonly string[]
  /** Null when it was not looked for. */
  readonly observed: Fact | null
}

const RUN = '${run}'
/** Deeper than `runs.config` a name may hold dots, so a field is named by at most two keys. */
const NAMED = 2

/** Only the keys that `wanted` names are compared, in nested records likewise; `null` is a value. A `${run}` equals nothing that is real. */
export const matches = (is: Is, wanted: PartialIs): boolean => fieldsThatDiffer(is, wanted, []).length === 0

/** In the order of `wanted`. What is unknown or missing differs. */
export const differences = (facts: Observed['facts'], wanted: Wanted): readonly Difference[] =>
  Object.entries(wanted).flatMap(([key, part]) => {
    const observed = Object.hasOwn(facts, key) ? (facts[key] ?? null) : null
    const fields = observed?.known ? fieldsThatDiffer(observed.is, part, []) : Object.keys(part)
    return observed?.known && fields.length === 0 ? [] : [{ key, fields: [...new Set(fields)], observed }]
  })

/** The same value with the run's id in place of `${run}`, in every string and key. */
export function substituteRun<T>(value: T, runId: string): T {
  return substitute(value, (text) => text.replaceAll(RUN, runId)) as T
}

function substitute(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === 'string') return inText(value)
  if (Array.isArray(value)) return value.map((item) => substitute(item, inText))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [inText(key), substitute(item, inText)]))
}

function fieldsThatDiffer(is: unknown, wanted: unknown, path: readonly string[]): readonly string[] {
  if (isRecord(wanted)) {
    if (!isRecord(is)) return [nameOf(path)]
    return Object.entries(wanted)
      .filter(([, part]) => part !== undefined)
      .flatMap(([key, part]) => fieldsThatDiffer(Object.hasOwn(is, key) ? is[key] : undefined, part, [...path, key]))
  }
  return isSame(is, wanted) ? [] : [nameOf(path)]
}

const nameOf = (path: readonly string[]): string => path.slice(0, NAMED).join('.')

const isSame = (is: unknown, wanted: unknown): boolean => is === wanted && !(typeof wanted === 'string' && wanted.includes(RUN))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
