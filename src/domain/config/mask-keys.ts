/** Values that stand behind the name of a secret (`DB_PASSWORD=…`, `"apiKey": "…"`), hidden in any text. */
import { endOfGroup, maskLeaves } from './mask-leaves'
import { lengthOfValue, roomIn, slashesBefore, type Inside } from './mask-value'
import { isSecretName, mayNameSecret } from './secret-name'

const NAMED = /(\\{0,7}["'`])?(\$?[\w.-]+)\]?(\\{0,7}["'`])?[ \t]{0,9}(={1,3}>?|:=|:(?!:))[ \t]{0,9}/
// An option in a sentence ("--password is missing") and before a placeholder has no value.
const OPTION = /(--?[A-Za-z][\w.-]*)[ \t]{1,9}(?![-<[|>])(?!(?:to|is|are|was|or|and|for|from|with|in|of|on|if|when|can|cannot|must|may|not|instead|needs|requires|options?|flag|argument|value|has|takes)\b)/
const NAME = new RegExp(`(?<![\\w.-])(?:${NAMED.source}|${OPTION.source})`, 'g')
// What separators of records (NUL, FS to US) end is a line of its own.
const LINE_END = /[\n\r\0\x1c-\x1f]|$/g
const TAG = /<([\w.:-]{1,200})(?:\s[^<>]{0,500})?>([^<>]{1,5000})(?=<\/)/g

export function maskKeys(text: string, instead: string): string {
  if (!mayNameSecret(text) && !/cookie/i.test(text)) return text
  let masked = ''
  let done = 0
  const quotes = quotesIn(text)
  for (const found of text.matchAll(NAME)) {
    const [whole, opening = '', named = '', closing, sign = '', option] = found
    const name = option ?? named
    const at = found.index + whole.length
    if (at < done || at >= text.length || !isSecretName(name)) continue
    const end = quotes.endOfLine(at)
    const isQuoted = closing !== undefined
    const inside = insideOf(closing === undefined ? opening : '', quotes, at)
    if (sign.startsWith(':') && (isQuoted || inside.length === 0) && /[[{]/.test(text[at] ?? '')) {
      const around = insideOf('', quotes, at)
      const until = endOfGroup(text, at, at + roomIn(around, text, at), closing)
      masked += text.slice(done, at) + maskLeaves(text.slice(at, until), closing, instead, around.length > 0)
      done = until
      continue
    }
    const length = lengthOfValue(text, at, { name, sign, isQuoted, end, inside, before: text[found.index - 1] ?? '' })
    if (length === 0) continue
    masked += text.slice(done, at) + requoted(text.slice(at, at + length), closing, instead)
    done = at + length
    quotes.skip(done)
  }
  return maskTags(masked + text.slice(done), instead)
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
