/** A text with its document, and what its lines are like. */
import { isMap, isSeq, type Document } from 'yaml'
import { readYaml, type YamlText } from '../project/document'

export interface Source {
  readonly text: string
  readonly document: Document
  /** How lines end in it. */
  readonly eol: string
  /** By how many spaces a level is indented. */
  readonly step: number
}

const read: { readonly text: string; readonly yaml: YamlText }[] = []

/** The same text is asked for several times in a row: while it is shown, edited and read again. What is given must not be changed. */
export function readOnce(text: string): YamlText {
  const known = read.find((one) => one.text === text)
  if (known !== undefined) return known.yaml
  const yaml = readYaml(text)
  read.unshift({ text, yaml })
  read.length = Math.min(read.length, 3)
  return yaml
}

/** Null when the text is not YAML. */
export function openSource(text: string, eol = eolOf(text)): Source | null {
  const { document } = readOnce(text)
  return document === null ? null : { text, document, eol, step: stepOf(document) }
}

export const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

const indentOf = (node: unknown): number | null => {
  if (!isMap(node) && !isSeq(node)) return null
  const token = node.srcToken
  return token?.type === 'block-map' || token?.type === 'block-seq' ? token.indent : null
}

/** From the first map of lines inside another. */
function stepOf(document: Document): number {
  const root = document.contents
  if (!isMap(root)) return 2
  const outer = indentOf(root) ?? 0
  for (const pair of root.items) {
    const inner = isMap(pair.value) ? indentOf(pair.value) : null
    if (inner !== null && inner > outer) return inner - outer
  }
  return 2
}

/** Offset at which the line of this offset begins; after a BOM. */
export function lineStart(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
  return start === 0 && text.startsWith('\ufeff') ? 1 : start
}

/** Offset at which the line of this offset ends, before what ends it. */
export function lineEnd(text: string, at: number): number {
  const next = text.indexOf('\n', at)
  const end = next === -1 ? text.length : next
  return end > at && text[end - 1] === '\r' && next !== -1 ? end - 1 : end
}

/** Offset at which the next line begins. */
export function nextLine(text: string, at: number): number {
  const next = text.indexOf('\n', at)
  return next === -1 ? text.length : next + 1
}
