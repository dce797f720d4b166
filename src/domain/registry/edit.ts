/**
 * Changes to the registry's text in place: no byte outside the records added or marked and `lastUpdated` changes, so that what
 * other tools wrote (unknown fields, numbers of any size, indentation, line endings, a BOM) stays as it is. The text must be one
 * that `parseRegistry` accepts.
 */
import type { DeploymentStatus } from '../deployment'
import type { Instant, Json } from '../facts'
import { fail } from '../problem'
import { findRecords, type RegistryLayout, layoutOf } from './find'
import { appendElement, setFields, type TextEdit } from './splice'

/**
 * Adds a record, or sets its fields where one with its id is there already, and marks the deployments named in `statuses` (ids
 * that are not there are passed over). Doing it twice is the same as doing it once.
 */
export function addRecord(text: string, record: object, statuses: Readonly<Record<string, DeploymentStatus>>, lastUpdated: Instant): string {
  const layout = layoutOf(text)
  const fields = record as Readonly<Record<string, Json>>
  const id = String(fields['id'])
  const marks = new Map<string, Readonly<Record<string, Json>>>(Object.entries(statuses).map(([name, status]) => [name, { status }]))
  const places = findRecords(text, layout, [id, ...marks.keys()])
  const edits = [...marks].filter(([name]) => name !== id).flatMap(([name, change]) => editsAt(text, places.get(name), change))
  const present = places.get(id)
  edits.push(...(present === undefined ? [appendElement(text, layout, { ...fields, ...marks.get(id) })] : editsAt(text, present, { ...fields, ...marks.get(id) })))
  return apply(text, [...edits, ...stamp(text, layout, lastUpdated)])
}

/** Sets fields of one record, new ones after its others. Throws `deployment-missing`. */
export function setRecordFields(text: string, id: string, fields: Readonly<Record<string, Json>>, lastUpdated: Instant): string {
  const layout = layoutOf(text)
  const place = findRecords(text, layout, [id]).get(id)
  if (place === undefined) throw fail('deployment-missing', `The registry has no deployment "${id}". Nothing was changed.`, 'Choose one of the deployments it has.')
  return apply(text, [...editsAt(text, place, fields), ...stamp(text, layout, lastUpdated)])
}

/** The text of a registry without deployments. */
export const emptyRegistry = (projectPath: string, now: Instant): string =>
  `${JSON.stringify({ version: '1.0.0', projectPath, lastUpdated: now, deployments: [] }, null, 2)}\n`

type Place = { readonly start: number; readonly end: number }

const editsAt = (text: string, place: Place | undefined, fields: Readonly<Record<string, Json>>): readonly TextEdit[] =>
  place === undefined ? [] : setFields(text, place.start, fields)

const stamp = (text: string, layout: RegistryLayout, lastUpdated: Instant): readonly TextEdit[] => setFields(text, layout.root, { lastUpdated })

function apply(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = []
  let at = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return [...parts, text.slice(at)].join('')
}
