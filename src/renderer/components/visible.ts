/** Text that others wrote (commit messages, logs, names) must be seen and must do nothing. */

export interface Piece {
  readonly text: string
  /** This piece stands for a character that cannot be seen. */
  readonly unseen: boolean
}

const BIDI = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
const INVISIBLE = '\\u00ad\\u200b\\u2060-\\u2064\\u2028\\u2029\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}'
const CONTROL = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f'
const UNSEEN = new RegExp(`[${CONTROL}${BIDI}${INVISIBLE}]|\\p{Surrogate}`, 'gu')
const UNSEEN_IN_LINE = new RegExp(`[\\t\\n${CONTROL}${BIDI}${INVISIBLE}]|\\p{Surrogate}`, 'gu')
// CSI and OSC sequences: colours, cursor moves, window titles and links of a terminal.
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g

const NAMES = 'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ')

/** The symbol that stands for a character which would otherwise act or hide. */
export function symbolFor(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code === 0x7f) return '[DEL]'
  const name = NAMES[code]
  if (name !== undefined) return `[${name}]`
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
}

// Nearly everything is: it needs no search.
const PLAIN = /^[ -~]*$/

/** Nothing in it could be unseen, or turn the direction of writing. */
export const isPlain = (text: string): boolean => PLAIN.test(text)

/** One line has no room for line breaks and tabs: there they are symbols too. */
export type Lines = 'one' | 'many'

/** Splits a text into what is shown as it is and what is shown as a symbol. */
export function visiblePieces(text: string, lines: Lines = 'many'): readonly Piece[] {
  if (text !== '' && PLAIN.test(text)) return [{ text, unseen: false }]
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(lines === 'one' ? UNSEEN_IN_LINE : UNSEEN)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), unseen: false })
    pieces.push({ text: symbolFor(match[0]), unseen: true })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), unseen: false })
  return pieces
}

/** The same as one string, for titles and copies. */
export function visibleText(text: string, lines: Lines = 'many'): string {
  return PLAIN.test(text) ? text : text.replace(lines === 'one' ? UNSEEN_IN_LINE : UNSEEN, symbolFor)
}

/** Output of a program without its colours and cursor moves; nothing else leaves. */
export function withoutAnsi(text: string): string {
  return text.replace(ANSI, '')
}
