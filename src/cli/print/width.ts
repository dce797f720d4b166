/** How many columns a text takes in a terminal. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WIDE = /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u
const PLAIN = /^[\u0020-\u007e]*$/

/** Our own colours take no room; those of others are gone by then. */
const COLOUR = /\u001b\[\d+m/g

export function widthOf(painted: string): number {
  if (PLAIN.test(painted)) return painted.length
  let width = 0
  for (const { segment } of graphemes.segment(painted.replace(COLOUR, ''))) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** Cut to a width, with an ellipsis at its end. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Lines of whole pieces, joined by a space, none wider than `width` unless a single piece is. */
export function wrapped(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const one of pieces) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(one) <= width) lines[lines.length - 1] = `${last} ${one}`
    else lines.push(last === undefined ? one : one.trimStart())
  }
  return lines
}
/** A command's arguments as they are written: a quoted one stays whole. */
export const argumentsOf = (command: string): readonly string[] => command.match(/(?:'[^']*'|\S)+/g) ?? []

/** Between words; a text of items (`a · b`) between the items, as far as they fit. */
export const wrappedText = (text: string, width: number): readonly string[] =>
  wrapped(text.split(/(?<= ·) /).flatMap((item) => (widthOf(item) > width ? wordsOf(item) : [item])), width)

/** What is quoted stays whole; the second of two spaces belongs to the next word. */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/ *(?:(?<![^\s=(])'[^']*'|\S)+/g) ?? []).map((word, index) => (index === 0 ? word : word.slice(1)))

/** What is pasted somewhere, and what other programs printed: the terminal folds it, and it is still one line. */
const ONE_LINE = /^ *(?:│|\$ |backstep )|^ *\S+ (?:namespaces=\S+ )?(?:ssh|ecdsa|sk)-\S+ AAAA/
const HEAD = /^ *(?:[^\p{L}\p{N}\s()'"`/.] +)?/u

/** A line of a page, broken where it is wider than that; what goes on stands below the text of its beginning. */
export function pageLines(line: string, width: number): readonly string[] {
  const plain = line.replace(COLOUR, '')
  if (widthOf(plain) <= width || ONE_LINE.test(plain)) return [line]
  const indent = HEAD.exec(plain)?.[0].length ?? 0
  return wrappedText(line, width - indent).map((part, index) => (index === 0 ? part : ' '.repeat(indent) + part))
}
