/** backstep.yaml as a value, with the place of everything in it. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Alias, type Document, type Node, type Pair, type YAMLMap } from 'yaml'
import type { TextProblem } from '../views'
import { yamlTooDeepAt } from '../yaml-nesting'

export type Path = readonly (string | number)[]
export interface Place { readonly line: number; readonly column: number }

export interface YamlText {
  /** Null when there are errors. */
  readonly document: Document | null
  readonly value: unknown
  readonly problems: readonly TextProblem[]
  /** Line and column (from 1) of the key or list item at a path; of the nearest thing around it where there is none. */
  place(path: Path): Place
  /** Of the value at a path. */
  valuePlace(path: Path): Place
  placeOf(node: Node): Place
}

const DEEPEST = 100
const MOST_ALIASES = 100
const START: Place = { line: 1, column: 1 }

export function readYaml(text: string): YamlText {
  const deep = yamlTooDeepAt(text, DEEPEST)
  if (deep !== -1) return failed({ ...placeIn(text, deep), message: `This is nested deeper than ${DEEPEST} levels.`, severity: 'error', correct: null, path: [] })
  const lines = new LineCounter()
  try {
    return opened(parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: true, strict: true, keepSourceTokens: true, logLevel: 'error' }), lines)
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deeply' : 'it is not YAML'
    return failed({ ...START, message: `This file could not be read: ${reason}.`, severity: 'error', correct: null, path: [] })
  }
}

function opened(document: Document, lines: LineCounter): YamlText {
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const problems = [...document.errors.map((error) => ({ error, severity: 'error' as const })), ...document.warnings.map((error) => ({ error, severity: 'warning' as const }))]
    .map(({ error, severity }): TextProblem => ({ ...at(error.pos[0]), message: sentence(error.code, error.message), severity, correct: null, path: [] }))
  const placeOf = (node: Node): Place => at(node.range?.[0] ?? 0)
  const located = (path: Path, of: 'key' | 'value'): Place => {
    const node = nodeAt(document, path, of)
    return node === null ? START : placeOf(node)
  }
  const base = { place: (path: Path) => located(path, 'key'), valuePlace: (path: Path) => located(path, 'value'), placeOf }
  if (document.errors.length > 0) return { ...base, document: null, value: null, problems }
  try {
    return { ...base, document, value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown, problems }
  } catch {
    const lost = aliasWithoutAnchor(document)
    const problem = lost === null ? { ...START, message: `The aliases (*name) in this file stand for too much: at most ${MOST_ALIASES} are followed.` } : { ...placeOf(lost), message: `"*${lost.source}" names an anchor that is not set above it: &${lost.source} is missing.` }
    return { ...base, document: null, value: null, problems: [...problems, { ...problem, severity: 'error', correct: null, path: [] }] }
  }
}

/** The first alias whose anchor is not above it. */
export function aliasWithoutAnchor(document: Document): Alias | null {
  const anchors = new Set<string>()
  let lost: Alias | null = null
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) return anchors.has(node.source) ? undefined : ((lost = node), visit.BREAK)
      if (node.anchor !== undefined) anchors.add(node.anchor)
      return undefined
    }
  })
  return lost
}

const failed = (problem: TextProblem): YamlText => ({ document: null, value: null, problems: [problem], place: () => START, valuePlace: () => START, placeOf: () => START })

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function sentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'This key is there already: each may stand once.'
  if (code === 'TAB_AS_INDENT') return 'YAML is indented with spaces; here is a tab.'
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here (---): only one is allowed.'
  const first = message.split('\n')[0] ?? message
  return `This is not YAML: ${first.replace(/[.:]?\s*$/, '')}.`
}

function nodeAt(document: Document, path: Path, of: 'key' | 'value'): Node | null {
  let node = document.contents as Node | null
  let found = node
  for (const [index, part] of path.entries()) {
    const inside = resolved(document, node)
    const pair = isMap(inside) ? pairOf(document, inside, String(part)) : null
    const item = isSeq(inside) && typeof part === 'number' ? (inside.items[part] as Node | undefined) : undefined
    if (pair === null && item === undefined) return found
    node = pair === null ? (item ?? null) : (pair.value as Node | null)
    const last = index === path.length - 1
    found = last && of === 'value' ? (node ?? (pair?.key as Node | null)) : ((pair?.key as Node | undefined) ?? item ?? found)
  }
  return found
}

export function pairOf(document: Document, map: YAMLMap, key: string): Pair | null {
  const own = map.items.find((pair) => nameOf(pair) === key)
  if (own !== undefined) return own
  for (const merge of map.items.filter((pair) => nameOf(pair) === '<<')) {
    const value = resolved(document, merge.value as Node | null)
    const maps = isSeq(value) ? value.items.map((item) => resolved(document, item as Node)) : [value]
    for (const from of maps) {
      const found = isMap(from) && from !== map ? pairOf(document, from, key) : null
      if (found !== null) return found
    }
  }
  return null
}

/** The key of a pair as a text. The parser has a symbol for the one that merges. */
export function nameOf(pair: Pair): string {
  const key: unknown = isScalar(pair.key) ? pair.key.value : ''
  return typeof key === 'symbol' ? '<<' : String(key)
}

export const resolved = (document: Document, node: Node | null): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : node)
