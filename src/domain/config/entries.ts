import { canonicalJson } from '../canonical'
import type { ConfigKey } from '../facts'
import { readEnv } from './env'
import { readIni, type IniFormat } from './ini'
import { assignmentOf, nameOfValue, namedItems, type NamedItem } from './named-items'
import { isSecretValue } from './secret'
import { isSecretKey } from './secret-name'
import { jsonTree, yamlTree, type Tree } from './tree'

export type Format = 'env' | 'json' | 'yaml' | 'unknown' | IniFormat

/** One key of a configuration file. */
export interface ConfigEntry {
  readonly key: string
  readonly value: string
  readonly type: ConfigKey['type']
}
/** With what is not shown: where it is in the file, and whether it may be shown. */
export interface Entry extends ConfigEntry {
  readonly path: readonly unknown[]
  /** Does its name say that it is a secret? */
  readonly named: boolean
  readonly secret: boolean
}
interface Read { readonly format: Format; readonly entries: readonly Entry[] | null }

const DEEPEST = 100
const UNKNOWN: Read = { format: 'unknown', entries: null }

/** The keys of a configuration file, by its name. Never throws: what cannot be read is `unknown`. */
export function parseConfig(path: string, text: string): { format: Format; entries: readonly ConfigEntry[] | null } {
  const { format, entries } = readConfig(path, text)
  return { format, entries: entries?.map(({ key, value, type }) => ({ key, value, type })) ?? null }
}

export function readConfig(path: string, text: string): Read {
  const format = formatOf(path)
  try {
    if (format === 'unknown') return UNKNOWN
    const entries = format === 'env' ? envEntries(text) : format === 'ini' || format === 'toml' ? iniEntries(text, format) : treeEntries(format === 'json' ? jsonTree(text) : yamlTree(text), format)
    return entries === null ? UNKNOWN : { format, entries }
  } catch {
    return UNKNOWN
  }
}

export function formatOf(path: string): Format {
  const name = (path.split('/').at(-1) ?? '').toLowerCase()
  if (name.startsWith('.env') || name.endsWith('.env')) return 'env'
  if (name.endsWith('.json')) return 'json'
  if (name.endsWith('.toml')) return 'toml'
  if (/\.(?:ini|cfg|conf|cnf|properties)$/.test(name)) return 'ini'
  return /\.ya?ml$/.test(name) ? 'yaml' : 'unknown'
}

// Where a key stands twice, the last one counts.
function envEntries(text: string): readonly Entry[] | null {
  const items = readEnv(text)
  return items === null ? null : [...new Map(items.map(({ key, value }) => [key, scalarEntry(at([key]), value, 'string')])).values()]
}

function iniEntries(text: string, format: IniFormat): readonly Entry[] | null {
  const entries = readIni(text, format)?.map(({ section, key, value }) => {
    return scalarEntry(at(section === '' ? [key] : [section, key]), value, 'string')
  })
  return entries === undefined ? null : [...new Map(entries.map((entry) => [entry.key, entry])).values()]
}

function treeEntries(root: Tree, format: Format): readonly Entry[] | null {
  if (root === null && format === 'yaml') return []
  if (!(root instanceof Map)) return null
  const entries = flat(root as ReadonlyMap<unknown, Tree>, at([]))
  return new Set(entries.map((entry) => entry.key)).size === entries.length ? entries : null
}

interface Place {
  /** In the file. */
  readonly path: readonly unknown[]
  /** As it is called: items of a list by their names. */
  readonly key: readonly unknown[]
  /** Without the names of items, which say nothing of their other fields. */
  readonly judged: readonly unknown[]
}
const at = (path: readonly unknown[]): Place => ({ path, key: path, judged: path })
const below = ({ path, key, judged }: Place, part: unknown): Place => ({ path: [...path, part], key: [...key, part], judged: [...judged, part] })
const textOf = (path: readonly unknown[]): string => path.map(segment).join('.')

function flat(tree: Tree, place: Place): readonly Entry[] {
  if (place.path.length > DEEPEST) throw new Error('nested too deeply')
  if (tree instanceof Map && (tree.size > 0 || place.path.length === 0)) return [...(tree as ReadonlyMap<unknown, Tree>)].flatMap(([key, value]) => flat(value, below(place, key)))
  const items = Array.isArray(tree) ? namedItems(tree as readonly Tree[]) : null
  if (items !== null) return items.flatMap((item, index) => ofItem(item, index, place))
  if (typeof tree === 'object' && tree !== null) return [listEntry(tree, place)]
  return [scalarEntry(place, String(tree), typeof tree === 'bigint' ? 'number' : tree === null ? 'null' : (typeof tree as 'string' | 'number' | 'boolean'))]
}

function ofItem({ name, own, fields }: NamedItem, index: number, { path, key, judged }: Place): readonly Entry[] {
  const place = { path: [...path, index], key: [...key, name], judged }
  const named = own === undefined ? [] : flat(own.tree, { path: [...place.path, ...own.path], key: place.key, judged: [...judged, name] })
  return own === undefined && fields.size === 0 ? [listEntry(fields, place)] : [...named, ...[...fields].flatMap(([field, value]) => flat(value, below(place, field)))]
}

function listEntry(tree: readonly Tree[] | ReadonlyMap<unknown, Tree>, { path, key, judged }: Place): Entry {
  const named = isSecretKey(textOf(judged))
  return { key: textOf(key), path, value: canonicalJson(plain(tree, 0)), type: 'list', named, secret: named || holdsSecret(tree) }
}

function scalarEntry({ path, key, judged }: Place, value: string, type: ConfigEntry['type']): Entry {
  const named = isSecretKey(textOf(judged))
  return { key: textOf(key), path, value, type, named, secret: (type === 'string' || type === 'number') && (named || isSecretValue(value)) }
}

// A key that holds a dot is quoted, so that it is not taken for a path.
function segment(key: unknown): string {
  if (typeof key === 'object' && key !== null) throw new Error('a key that is no text')
  const text = String(key)
  return /^[^."]+$/.test(text) ? text : JSON.stringify(text)
}

function plain(tree: Tree, depth: number): unknown {
  if (depth > DEEPEST) throw new Error('nested too deeply')
  if (tree instanceof Map) return Object.fromEntries([...(tree as ReadonlyMap<unknown, Tree>)].map(([key, value]) => [segment(key), plain(value, depth + 1)]))
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map((item) => plain(item, depth + 1))
  return typeof tree === 'bigint' ? wholeNumber(tree) : tree
}

const wholeNumber = (value: bigint): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))

function holdsSecret(tree: Tree): boolean {
  if (tree instanceof Map) return [...(tree as ReadonlyMap<unknown, Tree>)].some(([key, value]) => isNamed(key === 'value' ? (nameOfValue(tree) ?? key) : key, value) || holdsSecret(value))
  if (Array.isArray(tree)) return (tree as readonly Tree[]).some(holdsSecret)
  return typeof tree === 'string' && (isSecretValue(tree) || isSecretKey(assignmentOf(tree)?.name ?? ''))
}

const isNamed = (key: unknown, value: Tree): boolean => isSecretKey(String(key)) && value !== null && typeof value !== 'boolean'
