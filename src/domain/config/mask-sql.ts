/** Passwords in statements of SQL: `ALTER ROLE shop PASSWORD '…'`, `IDENTIFIED BY '…'`. */
import { slashesBefore } from './mask-value'

const BLANK = String.raw`[ \t]{1,9}`
/** What stands before one, up to it. */
export const SQL = String.raw`(IDENTIFIED${BLANK}(?:(?:WITH|VIA)${BLANK}[\w"'\x60\\]{1,80}${BLANK})?(?:BY|AS|USING)(?:${BLANK}(?:PASSWORD|VALUES))?${BLANK}(?!RANDOM\b|PASSWORD\b|VALUES\b)|PASSWORD(?:${BLANK}|[ \t]{0,9}\([ \t]{0,9})(?=[en]?\\{0,7}["']|\$\w{0,20}\$))`
const STATEMENT = /\b(?:create|alter|grant|encrypted)\b/i
const OPENING = /[en]?(\\{0,7}["'])/iy
const DOLLARS = /\$\w{0,20}\$/y
const WORD = /[^\s"'`\\;,)$][^\s"'`\\;,)]*/y

/**
 * Length of the password at `at`, in quotes with them; 0 when the words before it are none of a statement. A quote that is doubled or
 * escaped is a part of it. `before`: its line up to those words, `end`: where the line ends.
 */
export function lengthOfSql(text: string, at: number, words: string, before: string, end: number): number {
  const isStatement = words === words.toUpperCase() || STATEMENT.test(before)
  const dollars = matchAt(DOLLARS, text, at)?.[0]
  if (dollars !== undefined) return isStatement ? behind(text.indexOf(dollars, at + dollars.length), dollars.length, end) - at : 0
  const [all, opening] = matchAt(OPENING, text, at) ?? []
  if (all === undefined || opening === undefined) return isStatement && /^identified/i.test(words) ? (matchAt(WORD, text, at)?.[0].length ?? 0) : 0
  const length = inQuotes(text, at + all.length, opening, end) - at
  // "The password 'again' is wrong": a word is one only in a statement.
  return isStatement || (opening.endsWith("'") && !/^identified/i.test(words) && /[^a-z\s']/.test(text.slice(at + all.length, at + length))) ? length : 0
}

const behind = (place: number, length: number, end: number): number => (place === -1 ? end : place + length)

function inQuotes(text: string, from: number, opening: string, end: number): number {
  const quote = opening.at(-1) ?? ''
  let last = -1
  for (let place = text.indexOf(opening, from); place !== -1 && place < end; place = text.indexOf(opening, place + opening.length)) {
    last = place
    if (text.startsWith(opening, place + opening.length)) place += opening.length
    else if (opening !== quote || slashesBefore(text, place, from) === 0) return place + opening.length
  }
  return behind(last, opening.length, end)
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
