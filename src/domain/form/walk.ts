/** Ways through a form: by path, by line, by page. A page is the whole file or one entry (an environment, a service). */
import type { FormEntries, FormGroup, FormModel, FormNode, Path } from './node'

export function inside(node: FormNode): readonly FormNode[] {
  if (node.kind === 'group') return node.members
  if (node.kind === 'entries') return node.entries
  return node.kind === 'items' ? node.items : []
}

export const samePath = (a: Path, b: Path): boolean => a.length === b.length && a.every((part, index) => String(part) === String(b[index]))
export const leadsTo = (path: Path, deeper: Path): boolean => path.length <= deeper.length && samePath(path, deeper.slice(0, path.length))

/** The node at a path, else the nearest one around it. */
export function nearestNode(root: FormGroup, path: Path): FormNode {
  let node: FormNode = root
  for (;;) {
    const next: FormNode | undefined = inside(node).find((one) => leadsTo(one.path, path))
    if (next === undefined) return node
    node = next
  }
}

/** The innermost that stands on this line; null on none. Only what is set there, not what is taken over from there. */
export function nodeOnLine(root: FormGroup, line: number): FormNode | null {
  let found: FormNode | null = null
  let level: readonly FormNode[] = root.members
  for (;;) {
    const next = level.find((node) => node.state === 'set' && node.lines !== null && node.lines.from <= line && line <= node.lines.to)
    if (next === undefined) return found
    found = next
    level = inside(next)
  }
}

export interface Page {
  readonly group: FormGroup
  /** What it is one of; null for the whole file. */
  readonly of: FormEntries | null
}

/** From the whole file to the innermost page around a path. */
export function pagesTo({ root }: FormModel, path: Path): readonly Page[] {
  if (root === null) return []
  const pages: Page[] = [{ group: root, of: null }]
  let node: FormNode = root
  for (;;) {
    const next: FormNode | undefined = inside(node).find((one) => leadsTo(one.path, path))
    if (next === undefined) return pages
    if (node.kind === 'entries' && next.kind === 'group') pages.push({ group: next, of: node })
    node = next
  }
}

/** Everything in a node, itself first. */
export function* everyNode(node: FormNode): Generator<FormNode> {
  yield node
  for (const one of inside(node)) yield* everyNode(one)
}
