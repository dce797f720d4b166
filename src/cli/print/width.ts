/** How many columns a text takes in a terminal. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WIDE = /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u
const PLAIN = /^[\u0020-\u007e]*$/

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1
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
    else lines.push(one)
  }
  return lines
}
/** A command's arguments as they are written: a quoted one stays whole. */
export const argumentsOf = (command: string): readonly string[] => command.match(/(?:'[^']*'|\S)+/g) ?? []
export const wrappedText = (text: string, width: number): readonly string[] => wrapped(text.split(' '), width)
