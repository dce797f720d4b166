/** Reads `.env` files, with the place of every value. */

export interface EnvItem {
  readonly key: string
  readonly value: string
  /** Where the value stands as it is written, quotes included. */
  readonly start: number
  readonly end: number
}

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=/y
const BLANKS = /[ \t]*/y
const REST = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y
const LINE = /[^\r\n]*/y
const QUOTED = /"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|'([^']*)'|`([^`]*)`/y
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

/** Every assignment in the order of the file; null when a line is none and no comment either. */
export function readEnv(text: string): readonly EnvItem[] | null {
  const items: EnvItem[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const blank = matchAt(REST, text, at)
    const item = blank === null ? itemAt(text, at) : null
    const rest = blank ?? (item === null ? null : matchAt(REST, text, item.end))
    if (rest === null) return null
    if (item !== null) items.push(item)
    at = (item?.end ?? at) + rest[0].length
  }
  return items
}

function itemAt(text: string, at: number): EnvItem | null {
  const match = matchAt(KEY, text, at)
  if (match === null) return null
  const [whole, key = ''] = match
  const after = at + whole.length
  const start = after + (matchAt(BLANKS, text, after)?.[0].length ?? 0)
  const line = matchAt(LINE, text, start)?.[0] ?? ''
  if (line === '' || (line.startsWith('#') && start > after)) return { key, value: '', start: after, end: after }
  if (/^["'`]/.test(line)) {
    const quoted = matchAt(QUOTED, text, start)
    if (quoted === null) return null
    return { key, value: quoted[1] === undefined ? (quoted[2] ?? quoted[3] ?? '') : unescaped(quoted[1]), start, end: start + quoted[0].length }
  }
  const comment = line.search(/[ \t]#/)
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd()
  return { key, value, start, end: start + value.length }
}

const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, (all, letter: string) => ESCAPES[letter] ?? all)

/** The value in double quotes. */
export const quotedEnv = (value: string): string => `"${value.replace(/["\\$]/g, (letter) => `\\${letter}`).replace(/\r/g, '\\r')}"`

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
