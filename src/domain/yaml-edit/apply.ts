/** Applies edits to a YAML text. Whatever is done is read again: the text comes to exactly what was meant, or it stays as it is. */
import type { Document } from 'yaml'
import { aliasWithoutAnchor, readYaml } from '../project/document'
import { sameValue } from './equal'
import { mutate } from './mutate'
import { nextOf, Refusal } from './next'
import { eolOf, openSource, readOnce, type Source } from './source'
import type { Edit, EditResult, Primitive, TextChange } from './types'
import { waysOf } from './ways'

const MOST_STEPS = 500

/** Never throws. The edits follow each other: the paths of each are those of the text that the one before it left. */
export function applyEdits(text: string, edits: readonly Edit[]): EditResult {
  const steps: (readonly TextChange[])[] = []
  let now = text
  try {
    for (const edit of edits) now = applyOne(now, edit, steps, eolOf(text))
    return { ok: true, text: now, steps }
  } catch (error) {
    return { ok: false, reason: error instanceof Refusal ? error.message : 'This cannot be changed here. Edit it in the text.' }
  }
}

function applyOne(text: string, edit: Edit, steps: (readonly TextChange[])[], eol: string): string {
  let now = text
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const source = openSource(now, eol)
    if (source === null) throw new Refusal('The text cannot be read as YAML. Correct that first, in the text.')
    const next = nextOf(source.document, edit)
    if (next === null) return now
    const step = firstThatHolds(source, next.change)
    steps.push(step)
    now = changed(now, step)
    if (next.last) return now
  }
  throw new Refusal('This changes too much at once. Edit it in the text.')
}

function firstThatHolds(source: Source, change: Primitive): readonly TextChange[] {
  const meant = meantBy(source, change)
  for (const way of waysOf(source, change)) {
    const { document, value } = readOnce(changed(source.text, way))
    if (document !== null && sameValue(value, meant)) return way
  }
  throw new Refusal('This cannot be changed here without changing more of the file. Edit it in the text.')
}

function meantBy(source: Source, change: Primitive): unknown {
  const { document } = readYaml(source.text)
  if (document === null || !mutate(document, change)) throw new Refusal('There is nothing there any more.')
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch {
    throw new Refusal(lostAnchor(document, change))
  }
}

function lostAnchor(document: Document, change: Primitive): string {
  const name = `*${aliasWithoutAnchor(document)?.source ?? ''}`
  return change.kind === 'move' ? `What ${name} stands for has to come before it. Nothing was moved.` : `Another part of the file takes this over with ${name}. Change that first.`
}

/** The text with these changes, whose offsets are those of the text as it is. */
export function changed(text: string, changes: readonly TextChange[]): string {
  return [...changes].sort((a, b) => b.from - a.from || b.to - a.to).reduce((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text)
}
