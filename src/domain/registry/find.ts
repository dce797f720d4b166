/** Finds records by id in the text of a registry. */
import { fail } from '../problem'
import { elementsAt, propertiesAt, skipSpace, type Span } from './scan'

export interface RegistryLayout {
  /** Offset of the root's `{`. */
  readonly root: number
  /** The list of deployments, with its brackets. */
  readonly list: Span
  readonly records: readonly Span[]
}

/** Where root, list and records are. Throws `registry-damaged` when there is no list of deployments. */
export function layoutOf(text: string): RegistryLayout {
  const root = skipSpace(text, 0)
  // Of equal keys the last counts, as JSON.parse has it.
  const list = propertiesAt(text, root).findLast((property) => property.key === 'deployments')?.value
  if (list === undefined || text[list.start] !== '[') throw fail('registry-damaged', 'The registry has no list of deployments. Nothing was changed.', 'Restore the newest good copy from .deployments/backups.')
  return { root, list, records: elementsAt(text, list.start) }
}

/** The records with these ids; an id that is not there is not in the answer. */
export function findRecords(text: string, layout: RegistryLayout, ids: readonly string[]): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>()
  for (const id of new Set(ids)) {
    const place = mentions(text, layout, id).find((record) => idOf(text, record) === id) ?? (spelledOtherwise(text) ? layout.records.find((record) => idOf(text, record) === id) : undefined)
    if (place !== undefined) found.set(id, place)
  }
  return found
}

const idOf = (text: string, { start, end }: Span): unknown => (JSON.parse(text.slice(start, end)) as { readonly id?: unknown } | null)?.id

// JSON can spell a text in several ways, with \u and \/: only then every record must be read.
const spelledOtherwise = (text: string): boolean => text.includes('\\u') || text.includes('\\/')

/** Records that hold the id's text, as an id or otherwise. */
function mentions(text: string, { records, list }: RegistryLayout, id: string): readonly Span[] {
  const quoted = JSON.stringify(id)
  const found = new Set<Span>()
  for (let at = text.indexOf(quoted, list.start); at !== -1 && at < list.end; at = text.indexOf(quoted, at + 1)) {
    const record = recordAt(records, at)
    if (record !== undefined) found.add(record)
  }
  return [...found]
}

function recordAt(records: readonly Span[], offset: number): Span | undefined {
  let [low, high] = [0, records.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((records[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const record = records[low]
  return record !== undefined && record.start <= offset && offset < record.end ? record : undefined
}
