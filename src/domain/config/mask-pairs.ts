/** Values that stand beside their name and not behind it: `{"name": "DB_PASSWORD", "value": "…"}`, also over several lines. */
import { isSecretName, mayNameSecret } from './secret-name'

const FAR = 300
const NAME_FIELD = String.raw`(?<![\w.-])(?:(?:parameter|option)?_?(?:name|key)\\{0,7}["'\x60]?[ \t]{0,9}[:=]|--(?:name|key)(?=[ \t]))[ \t]{0,9}\\{0,7}["'\x60]?([\w./-]{1,200})`
const NAMES = new RegExp(NAME_FIELD, 'gi')
const BEHIND = new RegExp(String.raw`^[\s,;]{1,40}\\{0,7}["'\x60]?${NAME_FIELD}`, 'i')
const LAST = new RegExp(String.raw`${NAME_FIELD}\\{0,7}["'\x60]?,?\s*$`, 'i')
const OTHER_FIELD = /^[\s"'`\\]{0,20}(?:-{0,2}[A-Za-z_][\w.-]{0,100}[\s"'`\\]{0,20}[:=]|--[\w-]|$)/

/** Is it what the value of such a pair is called? */
export const isValueField = (name: string): boolean => /^-{0,2}(?:parameter|option)?_?value$/i.test(name)

/** The secret's name that belongs to the value whose field begins at `at` and whose value ends at `end`; null when it has none. `from`: where the last one ended. */
export function nameOfValueAt(text: string, from: number, at: number, end: () => number): string | null {
  const before = text.slice(Math.max(from, at - FAR), at)
  const here = before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf('}'), before.lastIndexOf('\n- ')) + 1)
  const names = [...here.matchAll(NAMES)].filter((found) => areFields(here.slice(found.index + found[0].length)))
  if (names.length > 0) return names.map((found) => found[1] ?? '').find(isSecretName) ?? null
  const ends = end()
  const name = BEHIND.exec(text.slice(ends, ends + FAR).replace(/^\\{0,7}["'`]/, ''))?.[1]
  return name !== undefined && isSecretName(name) ? name : null
}

/** Between a name and its value stand other fields at the most. */
const areFields = (between: string): boolean => between.replace(/^\\{0,7}["'`]/, '').split(/[,;\n]/).every((part) => OTHER_FIELD.test(part))

/** The name of a secret that a line ends with, so that its value may be in one of the next lines. */
export function nameAtEnd(line: string): string | null {
  if (!mayNameSecret(line)) return null
  const name = LAST.exec(line.slice(-FAR))?.[1]
  return name !== undefined && isSecretName(name) ? name : null
}

/** May a line stand between the two? */
export const isField = (line: string): boolean => line.trim() !== '' && OTHER_FIELD.test(line) && !/[{}]/.test(line)
