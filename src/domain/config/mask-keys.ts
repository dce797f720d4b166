/** Values that stand behind the name of a secret (`DB_PASSWORD=…`, `"apiKey": "…"`), hidden in any text. */
import { endOfGroup, maskLeaves } from './mask-leaves'
import { lengthOfNetrc, NETRC } from './mask-netrc'
import { takesSecret } from './mask-options'
import { isValueField, nameOfValueAt } from './mask-pairs'
import { lengthOfSql, SQL } from './mask-sql'
import { lengthOfValue, roomIn, slashesBefore, type Inside } from './mask-value'
import { isSecretName, mayNameSecret } from './secret-name'

const NAMED = /(\\{0,7}["'`])?(\$?[\w.-]+)\]?(\\{0,7}["'`])?[ \t]{0,9}(={1,3}>?|:=|:(?!:))[ \t]{0,9}/
// An option in a sentence ("--password is missing") and before a placeholder has no value.
const OPTION = /(--?[A-Za-z][\w.-]*)[ \t]{1,9}(?![-<[|>])(?!(?:to|is|are|was|or|and|for|from|with|in|of|on|if|when|can|cannot|must|may|not|instead|needs|requires|options?|flag|argument|value|has|takes)(?:[\s.,;:!?]|$))/
const NAME = new RegExp(`(?<![\\w.-])(?:${NAMED.source}|${OPTION.source})`, 'g')
const ANY = new RegExp(`(?<![\\w.-])(?:${NAMED.source}|${OPTION.source}|${SQL}|${NETRC})`, 'gi')
/** Most text holds nothing of the last two, which take their time. */
const RARE = /identified[ \t]|password[\s\\(]/i
// What separators of records (NUL, FS to US) end is a line of its own.
const LINE_END = /[\n\r\0\x1c-\x1f]|$/g
const TAG = /<([\w.:-]{1,200})(?:\s[^<>]{0,500})?>([^<>]{1,5000})(?=<\/)/g
/** Heads that no name of a secret is in. */
const OTHER = /cookie|identified|mongo|redis-cli|docker|podman/i
/** A program and its options stand no farther apart. */
const FAR = 500

export function maskKeys(text: string, instead: string): string {
  if (!mayNameSecret(text) && !OTHER.test(text)) return text
  const quotes = quotesIn(text)
  let [masked, done] = ['', 0]
  for (const found of text.matchAll(RARE.test(text) ? ANY : NAME)) {
    const at = found.index + found[0].length
    if (at < done || at >= text.length) continue
    const hidden = hiddenAt({ text, found, at, done, quotes, instead })
    if (hidden === null) continue
    masked += text.slice(done, at) + hidden.by
    done = hidden.end
    if (hidden.skips) quotes.skip(done)
  }
  return maskTags(masked + text.slice(done), instead)
}

interface Place { readonly text: string; readonly found: RegExpExecArray; readonly at: number; readonly done: number; readonly quotes: Quotes; readonly instead: string }
interface Hidden { readonly end: number; readonly by: string; readonly skips: boolean }

/** What is hidden behind such a head, and by what; null when nothing is. */
function hiddenAt(place: Place): Hidden | null {
  const { text, found, at, quotes, instead } = place
  const [, opening = '', , closing, sign = '', , sql, netrc] = found
  const insideHere = (): readonly Inside[] => insideOf(closing === undefined ? opening : '', quotes, at)
  if (sql !== undefined || netrc !== undefined) return hiddenBy(place, undefined, lengthInText(place, sql, insideHere()))
  const name = secretNameAt(place, insideHere)
  if (name === null) return null
  const inside = insideHere()
  const isQuoted = closing !== undefined
  if (sign.startsWith(':') && (isQuoted || inside.length === 0) && /[[{]/.test(text[at] ?? '')) {
    const around = insideOf('', quotes, at)
    const end = endOfGroup(text, at, at + roomIn(around, text, at), closing)
    return { end, by: maskLeaves(text.slice(at, end), closing, instead, around.length > 0), skips: false }
  }
  return hiddenBy(place, closing, valueLength(place, name, inside))
}

const hiddenBy = ({ text, at, instead }: Place, nameQuote: string | undefined, length: number): Hidden | null =>
  length === 0 ? null : { end: at + length, by: requoted(text.slice(at, at + length), nameQuote, instead), skips: true }

const valueLength = ({ text, found, at, quotes }: Place, name: string, inside: readonly Inside[]): number =>
  lengthOfValue(text, at, { name, sign: found[4] ?? '', isQuoted: found[3] !== undefined, end: quotes.endOfLine(at), inside, before: text[found.index - 1] ?? '' })

function lengthInText({ text, found, at, quotes }: Place, sql: string | undefined, inside: readonly Inside[]): number {
  const before = text.slice(Math.max(0, found.index - FAR), found.index)
  const length = sql === undefined ? lengthOfNetrc(text, at) : lengthOfSql(text, at, sql, before.slice(before.lastIndexOf('\n') + 1), quotes.endOfLine(at))
  return Math.min(length, roomIn(inside, text, at))
}

/** The name that says so: its own, that of an option of a known program, or one that stands beside. */
function secretNameAt(place: Place, inside: () => readonly Inside[]): string | null {
  const { text, found, at, done } = place
  const name = found[5] ?? found[2] ?? ''
  if (isSecretName(name)) return name
  const option = found[5] === undefined ? '' : '-'
  if (isValueField(name)) {
    const beside = nameOfValueAt(text, done, found.index, () => at + valueLength(place, name, inside()))
    return beside && option + beside
  }
  return option !== '' && takesSecret(text.slice(Math.max(0, found.index - FAR), found.index), name, text.slice(at, at + 6)) ? name : null
}

/** In its own quotes; a number in those of its name, so that JSON stays JSON. */
function requoted(value: string, nameQuote: string | undefined, instead: string): string {
  const quote = /^\\{0,7}["'`]/.exec(value)?.[0] ?? nameQuote ?? ''
  return `${quote}${instead}${quote}`
}

/** The quote right before the name counts, else one that was opened earlier in the line and is open at `at`. */
function insideOf(opening: string, quotes: Quotes, at: number): readonly Inside[] {
  const { plain, escaped } = quotes.open(at)
  const double = escaped ? [ESCAPED] : plain ? [PLAIN] : []
  return opening === "'" ? [APOSTROPHES, ...double] : opening === '`' ? [BACKTICKS, ...double] : double
}
const APOSTROPHES = { text: /[^']*/y, line: /[^']*/y }
const BACKTICKS = { text: /[^`]*/y, line: /[^`]*/y }
const PLAIN = { text: /(?:[^"\\]|\\[^])*/y, line: /(?:[^"\\]|\\[^nr])*/y }
// Two backslashes are one of the text inside, which again escapes.
const ESCAPED = { text: /(?:[^"\\]|\\\\(?:\\["\\]|[^"\\])|\\[^"\\])*/y, line: /(?:[^"\\]|\\\\(?:\\["\\]|[^"\\nr])|\\[^"\\nr])*/y }

interface Quotes {
  /** Is a text in double quotes open here, in plain or in escaped ones? Asked for places in order. */
  open(at: number): { readonly plain: boolean; readonly escaped: boolean }
  endOfLine(at: number): number
  skip(to: number): void
}

function quotesIn(text: string): Quotes {
  let [from, end, plain, escaped] = [0, -1, false, false]
  return {
    open(at) {
      const line = text.slice(from, at).lastIndexOf('\n') + 1
      if (line > 0) [plain, escaped] = [false, false]
      const start = from + line
      for (let place = text.indexOf('"', start); place !== -1 && place < at; place = text.indexOf('"', place + 1)) {
        const slashes = slashesBefore(text, place, start)
        if (slashes % 2 === 0) [plain, escaped] = [!plain, false]
        else if (slashes % 4 === 1) escaped = !escaped
      }
      from = Math.max(from, at)
      return { plain, escaped }
    },
    endOfLine(at) {
      if (end >= at) return end
      LINE_END.lastIndex = at
      end = LINE_END.exec(text)?.index ?? text.length
      return end
    },
    skip(to) { from = Math.max(from, to) }
  }
}

const maskTags = (text: string, instead: string): string =>
  text.includes('</') ? text.replace(TAG, (all: string, name: string, value: string) => (isSecretName(name) ? all.slice(0, all.length - value.length) + instead : all)) : text
