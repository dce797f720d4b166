/** Reads files of `key = value` lines, with sections or without (`.ini`, `.cfg`, `.properties`, plain TOML), with the place of every value. */
import type { EnvItem } from './env'

const SKIPPED = /^\s*(?:[#;!].*)?$/
const SECTION = /^\s*\[([^[\]]+)\]\s*(?:[#;].*)?$/
const KEYED = /^(\s*(?:"([^"]+)"|'([^']+)'|([^\s=:#;"'[\]{}][^=:[\]{}]*?))\s*[=:][ \t]*)(.*)$/
const QUOTED = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')(?=\s*(?:[#;].*)?$)/
/** A value that goes on in the next line: a continuation, a block, an open list or map. */
const OPEN = /\\$|^(?:"""|''')|^[[{](?!.*[\]}]\s*(?:[#;].*)?$)/

export type IniFormat = 'ini' | 'toml'
export interface IniItem extends EnvItem { readonly section: string }

/**
 * Every assignment in the order of the file; null when a line is none, nor a section or a comment, or goes on in the next one.
 * A comment behind a value without quotes is one in TOML; elsewhere a program may take it for a part of the value, so it is one here.
 */
export function readIni(text: string, format: IniFormat): readonly IniItem[] | null {
  const items: IniItem[] = []
  let section = ''
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (const line of text.slice(at).split('\n')) {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    const named = SECTION.exec(bare)
    const item = named || SKIPPED.test(bare) ? undefined : itemOf(bare, at, section, format)
    if (item === null) return null
    if (named) section = (named[1] ?? '').trim()
    if (item) items.push(item)
    at += line.length + 1
  }
  return items
}

function itemOf(line: string, at: number, section: string, format: IniFormat): IniItem | null {
  const match = KEYED.exec(line)
  const [, head = '', double, single, bare, rest = ''] = match ?? []
  if (match === null || OPEN.test(rest)) return null
  const start = at + head.length
  const quoted = QUOTED.exec(rest)
  const base = { section, key: double ?? single ?? bare ?? '', start }
  if (quoted) return { ...base, value: quoted[1]?.replace(/\\(.)/g, '$1') ?? quoted[2] ?? '', end: start + quoted[0].length }
  const comment = format === 'toml' ? rest.search(/(?:^|\s)#/) : -1
  const value = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd()
  return { ...base, value, end: start + value.length }
}
