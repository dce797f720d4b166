/** The editor ends lines in its own way. How each ended in the file is kept beside, so that lines that nobody touched stay as they are. */
import { invertedEffects } from '@codemirror/commands'
import { MapMode, RangeSet, RangeValue, StateEffect, StateField, type EditorState, type Extension, type Text, type Transaction } from '@codemirror/state'

/** A line end that is not like most of the file's. It stands before the character that ends the line. */
class OddEnd extends RangeValue {
  readonly eol: string
  constructor(eol: string) {
    super()
    this.eol = eol
    this.startSide = 1
    this.endSide = 1
    this.mapMode = MapMode.TrackAfter
  }
  override eq(other: OddEnd): boolean {
    return this.eol === other.eol
  }
}

interface LineEnds {
  /** Of new lines. */
  readonly main: string
  readonly odd: RangeSet<OddEnd>
}
interface Restored { readonly at: number; readonly eol: string }

const restore = StateEffect.define<Restored>({ map: ({ at, eol }, changes) => ({ at: changes.mapPos(at, 1), eol }) })

/** For the state of a text: `text.split(LINE_END)` are its lines. */
export function lineEndsOf(text: string): Extension {
  return [lineEnds.init(() => endsIn(text)), invertedEffects.of(lost)]
}

const LINE_END = /\r\n|\r|\n/g

function endsIn(text: string): LineEnds {
  const main = text.includes('\r\n') ? '\r\n' : '\n'
  const ends: { readonly at: number; readonly eol: string }[] = []
  let shorter = 0
  for (const { 0: eol, index } of text.matchAll(LINE_END)) {
    if (eol !== main) ends.push({ at: index - shorter, eol })
    shorter += eol.length - 1
  }
  return { main, odd: RangeSet.of(ends.map(({ at, eol }) => new OddEnd(eol).range(at))) }
}

const lineEnds = StateField.define<LineEnds>({
  create: () => endsIn(''),
  update: ({ main, odd }, transaction) => {
    const back = transaction.effects.filter((effect) => effect.is(restore)).map((effect) => (effect.value as Restored))
    return { main, odd: odd.map(transaction.changes).update({ add: back.map(({ at, eol }) => new OddEnd(eol).range(at)), sort: true }) }
  }
})

/** What taking this transaction back has to put there again. */
function lost({ startState, changes }: Transaction): readonly StateEffect<Restored>[] {
  const found: StateEffect<Restored>[] = []
  const { odd } = startState.field(lineEnds)
  changes.iterChangedRanges((from, to) => {
    odd.between(from, to, (at, _to, { eol }) => {
      if (at >= from && at < to) found.push(restore.of({ at, eol }))
    })
  })
  return found
}

/** The whole text as it is saved. */
export function textOf(state: EditorState): string {
  const { main, odd } = state.field(lineEnds)
  const whole = state.doc.toString()
  if (odd.size === 0) return main === '\n' ? whole : whole.replaceAll('\n', main)
  const ends = new Map<number, string>()
  for (const cursor = odd.iter(); cursor.value !== null; cursor.next()) ends.set(cursor.from, cursor.value.eol)
  return whole.replace(/\n/g, (_end, at: number) => ends.get(at) ?? main)
}

/** Offset in the editor of an offset in a text with its own line ends. */
export function offsetIn(text: string, offset: number): number {
  let shorter = 0
  for (let at = text.indexOf('\r\n'); at !== -1 && at < offset; at = text.indexOf('\r\n', at + 2)) shorter += 1
  return offset - shorter
}

/** The same text with line ends that the editor knows. */
export const plainLines = (state: EditorState, text: string): Text => state.toText(text)
