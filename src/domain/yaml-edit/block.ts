/** Ways to change a collection whose members stand on lines of their own. */
import type { Slot } from './slots'
import { withComments } from './slots'
import { lineEnd, lineStart, nextLine, type Source } from './source'
import { reorder } from './flow'
import type { TextChange } from './types'

type Ways = readonly (readonly TextChange[])[]

/** Puts lines (without indentation at their beginning) before the member at `index`. */
export function blockInsert({ text, eol }: Source, slots: readonly Slot[], index: number, indent: number, lines: string): Ways {
  const [before, next] = [slots[index - 1], slots[index]]
  const pad = ' '.repeat(indent)
  if (before !== undefined) {
    const at = lineEnd(text, before.end)
    return [[{ from: at, to: at, insert: `${parted(text, eol, slots) ? eol : ''}${eol}${pad}${lines}` }]]
  }
  if (next === undefined) return []
  const { start } = withComments(text, next, null)
  return [[{ from: start, to: start, insert: `${lines}${eol}${pad}` }], [{ from: next.start, to: next.start, insert: `${lines}${eol}${pad}` }]]
}

/** Is there an empty line between all members? Then a new one gets one too. */
function parted(text: string, eol: string, slots: readonly Slot[]): boolean {
  return slots.length > 1 && slots.every((slot, index) => {
    const next = slots[index + 1]
    return next === undefined || text.slice(lineEnd(text, slot.end), next.start).includes(`${eol}${eol}`)
  })
}

/** A member that is more than one value takes the comment above it along. */
export function blockDrop(source: Source, slots: readonly Slot[], index: number, isPart: boolean): Ways {
  const { text } = source
  const [own, before, next] = [slots[index], slots[index - 1], slots[index + 1]]
  if (own === undefined) return []
  const prefix = text.slice(lineStart(text, own.start), own.start)
  if (prefix.trim() !== '') return besideDash(text, own, next)
  const from = lineStart(text, (isPart ? withComments(text, own, before ?? null) : own).start)
  const to = nextLine(text, own.end)
  // Of the empty lines around it one side stays.
  return [[before === undefined ? cut(text, from, emptyLinesBelow(source, to)) : cut(text, emptyLinesAbove(source, from, to), to)]]
}

// The line of the first member begins with the dash of the item that holds them all.
function besideDash(text: string, own: Slot, next: Slot | undefined): Ways {
  const toNext: Ways = next === undefined || text.slice(own.end, next.start).trim() !== '' ? [] : [[{ from: own.start, to: next.start, insert: '' }]]
  return [...toNext, [{ from: own.start, to: lineEnd(text, own.end), insert: '' }]]
}

function emptyLinesBelow({ text, eol }: Source, to: number): number {
  let end = to
  while (text.startsWith(eol, end)) end += eol.length
  return end
}

/** An empty line below is enough where there was one above too. */
function emptyLinesAbove({ text, eol }: Source, from: number, to: number): number {
  const below = text.startsWith(eol, to) || to === text.length
  let start = from
  while (below && start > eol.length && text.slice(0, start).endsWith(eol + eol)) start -= eol.length
  return start
}

// The last line may end with the file; then what ended the one before goes.
function cut(text: string, from: number, to: number): TextChange {
  if (text[to - 1] === '\n' || from === 0) return { from, to, insert: '' }
  return { from: text[from - 2] === '\r' ? from - 2 : from - 1, to, insert: '' }
}

/** The members change places with the comments right above them; empty lines stay where they are. */
export function blockMove(source: Source, slots: readonly Slot[], from: number, to: number, atTop: boolean): Ways {
  const { text } = source
  const withTheirs = slots.map((slot, index) => {
    // Comments at the very top speak of the file.
    const own = index === 0 && atTop ? slot : withComments(text, slot, slots[index - 1] ?? null)
    return { ...own, end: lineEnd(text, slot.end) }
  })
  return [...reorder(text, withTheirs, from, to), ...reorder(text, slots, from, to)]
}
