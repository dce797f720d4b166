/** How far the value reaches that stands behind the name of a secret in any text. */
import { isSecretHeader } from './secret-name'

/** What goes on inside of quotes, and of it one line; both sticky. */
export interface Inside { readonly text: RegExp; readonly line: RegExp }

export interface Named {
  readonly name: string
  /** `=`, `:` or `=>`; empty behind an option. */
  readonly sign: string
  /** The character before the name. */
  readonly before: string
  /** The name stands in quotes, as in JSON. */
  readonly isQuoted: boolean
  /** The quotes that the name stands in. */
  readonly inside: readonly Inside[]
  /** Where its line ends. */
  readonly end: number
}

const OPENING = /\\{0,7}["'`]/y
// A backslash before a quote is not the value's: in JSON it keeps the text whole.
const WORD = /(?:[^\s"'`\\]|\\[^\s"'`])+/y
const QUERY = /(?:[^\s&#"'<>`\\]|\\[^\s&#"'<>`])+/y
const LITERAL = /(?:-?\d[\d.eE+-]*|true|false|null)(?=\s*(?:[,}\]]|$))/y
const REFERENCE = /\$(?:\w+|\{\w+\})(?=[\s"'`,;:/@}\])\\]|$)/y
const SCHEME = /(?:Bearer|Basic|Digest|Token|Negotiate|ApiKey)[ \t]+/iy
/** Where the next name with the same sign begins. */
const NEXT_EQUALS = /(?<![\s,;&|])[\s,;&|]+(?:export[ \t]{1,9})?["']?:?-{0,2}[A-Za-z_][\w.\]-]{0,200}["']?[ \t]{0,9}=(?!=)/
const NEXT_COLON = /[,;][ \t]{0,9}["']?[A-Za-z_][\w.-]{0,200}["']?[ \t]{0,9}:(?=\s)/
/** A password or a phrase may hold spaces; tokens and keys do not, and behind a colon a sentence often goes on. */
const PHRASE = /pass|pwd|pw$|secret|salt|pepper/i
/** A switch behind the name of a secret is none. */
const SWITCH = /^(?:true|false|yes|no|on|off|null|nil|none|undefined)$/i

/** What begins a block: the value is on the lines below. */
const OPENS = /^(?:[|>][+\-\d]{0,2}|[[{])$/

/** How many characters are left before the quotes end that `at` stands in. */
export const roomIn = (inside: readonly Inside[], text: string, at: number): number => Math.min(text.length - at, ...inside.map((one) => matchAt(one.text, text, at).length))

/** Length of the value at `at`, 0 when there is none to hide; in quotes with them. */
export function lengthOfValue(text: string, at: number, named: Named): number {
  const room = roomIn(named.inside, text, at)
  if (room === 0 || matchAt(REFERENCE, text, at) !== '') return 0
  const opening = matchAt(OPENING, text, at)
  if (opening !== '') return Math.min(room, inQuotes(text, at, opening))
  const value = unquoted(text, at, named)
  return SWITCH.test(value) || OPENS.test(value) ? 0 : value.length
}

function unquoted(text: string, at: number, named: Named): string {
  if (named.isQuoted) {
    const literal = matchAt(LITERAL, text, at)
    if (literal !== '') return literal
  }
  const line = insideOf(named, text.slice(at, named.end)).trimEnd()
  if (named.before === '?' || named.before === '&') return matchAt(QUERY, line, 0)
  if (isSecretHeader(named.name)) return line
  if (named.name.startsWith('-')) return matchAt(WORD, line, 0)
  if (named.sign === ':' && !PHRASE.test(named.name)) return scheme(text, at) + word(line.slice(scheme(text, at).length))
  return upTo(named.sign.includes('=') ? NEXT_EQUALS : NEXT_COLON, line)
}

const scheme = (text: string, at: number): string => matchAt(SCHEME, text, at)
const word = (line: string): string => matchAt(WORD, line, 0).replace(/[,;:.)}\]]+$/, '')

const insideOf = ({ inside }: Named, line: string): string => inside.reduce((rest, { line: of }) => matchAt(of, rest, 0), line)

function upTo(end: RegExp, text: string): string {
  const at = text.search(end)
  return at === -1 ? text : text.slice(0, at)
}

/** To the same quote; one that is not closed goes on to the end. Each JSON inside of JSON doubles the backslashes, and those before its quotes. */
function inQuotes(text: string, at: number, opening: string): number {
  const [quote, slashes, from] = [opening.at(-1) ?? '', opening.length - 1, at + opening.length]
  for (let end = text.indexOf(quote, from); end !== -1; end = text.indexOf(quote, end + 1))
    if (opening === "'" || slashesBefore(text, end, from) % (2 * slashes + 2) === slashes) return end + 1 - at
  return text.length - at
}

/** How many backslashes stand before `end`, back to `from`. */
export function slashesBefore(text: string, end: number, from: number): number {
  let at = end
  while (at > from && text[at - 1] === '\\') at--
  return end - at
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
