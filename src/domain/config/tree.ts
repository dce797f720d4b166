/** JSON and YAML as nested maps, lists and scalars. Throws for what is broken, ambiguous or nested too deeply. */
import { parseTree, type Node, type ParseError } from 'jsonc-parser'
import { parseDocument, type Document } from 'yaml'
import { yamlTooDeepAt } from '../yaml-nesting'

const DEEPEST = 100
const MOST_ALIASES = 100

/** Maps are `Map`, so that no key (`__proto__`) is special; whole numbers are `bigint`, so that none is rounded. */
export type Tree = string | number | bigint | boolean | null | readonly Tree[] | ReadonlyMap<unknown, Tree>

export function jsonRoot(text: string): Node {
  if (yamlTooDeepAt(text.replace(/\n[ \t]+/g, '\n'), DEEPEST) !== -1) throw new Error('nested too deeply')
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  if (root === undefined || errors.length > 0) throw new Error('not JSON')
  return root
}

export const jsonTree = (text: string): Tree => ofNode(jsonRoot(text), text)

function ofNode(node: Node, text: string): Tree {
  const children = node.children ?? []
  if (node.type === 'array') return children.map((child) => ofNode(child, text))
  if (node.type === 'object') {
    const map = new Map(children.map(({ children: [key, value] = [] }) => {
      if (key === undefined || value === undefined) throw new Error('a property without a value')
      return [String(key.value), ofNode(value, text)] as const
    }))
    if (map.size < children.length) throw new Error('a key stands twice')
    return map
  }
  const raw = text.slice(node.offset, node.offset + node.length)
  return node.type === 'number' && /^-?\d+$/.test(raw) ? BigInt(raw) : (node.value as string | number | boolean | null)
}

export function yamlDocument(text: string): Document {
  if (yamlTooDeepAt(text, DEEPEST) !== -1) throw new Error('nested too deeply')
  const document = parseDocument(text, { merge: true, uniqueKeys: true, strict: true, intAsBigInt: true, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0) throw new Error('not YAML')
  return document
}

export const yamlTree = (text: string): Tree => yamlDocument(text).toJS({ mapAsMap: true, maxAliasCount: MOST_ALIASES }) as Tree
