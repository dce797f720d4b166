/** Ways to write a value in the place of another, the one that keeps most first. */
import { isSeq } from 'yaml'
import { afterDash, afterKey, literal, oneLine } from './render'
import { lineEnd, type Source } from './source'
import { isBlock, isEmpty, isLiteral, quotesOf, type Spot } from './spot'
import type { TextChange, Value } from './types'

type Ways = readonly (readonly TextChange[])[]

export function replaceWays(source: Source, spot: Spot, value: Value): Ways {
  const { node, slot, inFlow } = spot
  if (isEmpty(node)) return fillWays(source, spot, value)
  const start = node?.range?.[0] ?? slot.after
  if (isLiteral(node) && typeof value === 'string') {
    const text = literal(value, spot.indent, source)
    if (text !== null) return [[{ from: start, to: slot.end, insert: text }]]
  }
  const inPlace: Ways = [[{ from: start, to: slot.end, insert: oneLine(value, inFlow, quotesOf(node)) }]]
  if (inFlow) return inPlace
  const written = afterWays(source, spot, value)
  return isBlock(node) || written.includes('\n') ? [...anew(source, spot, start, written), ...inPlace] : inPlace
}

/** With what parts it from the key or the dash. */
function afterWays(source: Source, { holder, indent }: Spot, value: Value): string {
  return isSeq(holder) ? ` ${afterDash(value, indent, source)}` : afterKey(value, indent, source)
}

/** A comment beside the key stays there. */
function anew(source: Source, { slot }: Spot, start: number, written: string): Ways {
  const { text } = source
  const end = lineEnd(text, slot.after)
  const onLines = /^\r?\n/.test(written)
  if (start > end) return text.slice(slot.after, end).trim() === ''
    ? [[{ from: slot.after, to: slot.end, insert: written }]]
    : [onLines ? [{ from: end, to: slot.end, insert: written }] : [{ from: slot.after, to: slot.after, insert: written }, { from: end, to: slot.end, insert: '' }]]
  const after = lineEnd(text, slot.end)
  return onLines ? [[{ from: slot.after, to: slot.end, insert: '' }, { from: after, to: after, insert: written }]] : [[{ from: slot.after, to: slot.end, insert: written }]]
}

/** In the place of nothing: `key:` or `- `, in brackets perhaps without the colon. */
function fillWays(source: Source, spot: Spot, value: Value): Ways {
  const { text } = source
  const { slot, inFlow } = spot
  if (inFlow) return [`: ${oneLine(value, true)}`, ` ${oneLine(value, true)}`].map((insert) => [{ from: slot.after, to: slot.after, insert }])
  const insert = afterWays(source, spot, value)
  const at = /^\r?\n/.test(insert) ? lineEnd(text, slot.after) : slot.after
  return [[{ from: at, to: at, insert }]]
}
