/** Ways to change a collection in brackets. */
import type { Holder } from './find'
import type { Slot } from './slots'
import type { TextChange } from './types'

type Ways = readonly (readonly TextChange[])[]

/** Puts a member before the one at `index`. */
export function flowInsert(text: string, holder: Holder, slots: readonly Slot[], index: number, member: string): Ways {
  const [open, close] = [holder.range?.[0] ?? 0, (holder.range?.[1] ?? 0) - 1]
  const [before, next] = [slots[index - 1], slots[index]]
  const padded = text[open] === '{' ? ` ${member} ` : member
  if (before === undefined) {
    if (next !== undefined) return [[{ from: next.start, to: next.start, insert: `${member}, ` }]]
    const empty = text.slice(open + 1, close).trim() === ''
    return [empty ? [{ from: open + 1, to: close, insert: padded }] : [{ from: open + 1, to: open + 1, insert: padded }]]
  }
  return [[{ from: before.end, to: before.end, insert: `, ${member}` }]]
}

export function flowDrop(holder: Holder, slots: readonly Slot[], index: number): Ways {
  const [own, before, next] = [slots[index], slots[index - 1], slots[index + 1]]
  if (own === undefined) return []
  if (next !== undefined) return [[{ from: own.start, to: next.start, insert: '' }]]
  if (before !== undefined) return [[{ from: before.end, to: own.end, insert: '' }]]
  return [[{ from: (holder.range?.[0] ?? 0) + 1, to: (holder.range?.[1] ?? 0) - 1, insert: '' }]]
}

/** The members change places; what stands between them stays. */
export function reorder(text: string, slots: readonly Slot[], from: number, to: number): Ways {
  const order = slots.map((_, index) => index)
  order.splice(to, 0, ...order.splice(from, 1))
  return [order.flatMap((source, place) => {
    const [target, moved] = [slots[place], slots[source]]
    return target === undefined || moved === undefined || source === place ? [] : [{ from: target.start, to: target.end, insert: text.slice(moved.start, moved.end) }]
  })]
}
