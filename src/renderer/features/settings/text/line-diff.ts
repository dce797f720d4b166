export interface DiffedLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap'
  readonly text: string
  /** Its line in the new text; in the old one if it was removed. */
  readonly number: number | undefined
}

/** More pairs of lines are not compared one by one. */
const AT_MOST = 4_000_000
const CONTEXT = 2

/** What differs between two texts, by line, with what stands around it. */
export function diffLines(before: string, after: string): readonly DiffedLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const kept = b.slice(0, start).map((text, index) => same(text, index + 1))
  const middle = compare(a.slice(start, a.length - end), b.slice(start, b.length - end), start)
  const tail = b.slice(b.length - end).map((text, index) => same(text, b.length - end + index + 1))
  return aroundChanges([...kept, ...middle, ...tail])
}

const same = (text: string, number: number): DiffedLine => ({ kind: 'same', text, number })

/** The longest common subsequence decides which lines stay. */
function compare(a: readonly string[], b: readonly string[], offset: number): readonly DiffedLine[] {
  const removed = (i: number): DiffedLine => ({ kind: 'removed', text: a[i] ?? '', number: offset + i + 1 })
  const added = (j: number): DiffedLine => ({ kind: 'added', text: b[j] ?? '', number: offset + j + 1 })
  if (a.length * b.length > AT_MOST) return [...a.map((_, i) => removed(i)), ...b.map((_, j) => added(j))]
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: DiffedLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(same(b[j] ?? '', offset + j + 1))
      i += 1
      j += 1
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(i))
      i += 1
    } else {
      lines.push(added(j))
      j += 1
    }
  }
  return lines
}

/** Leaves out what is far from every change. */
function aroundChanges(lines: readonly DiffedLine[]): readonly DiffedLine[] {
  const near = new Set<number>()
  lines.forEach(({ kind }, index) => {
    if (kind !== 'same') for (let n = index - CONTEXT; n <= index + CONTEXT; n += 1) near.add(n)
  })
  const kept: DiffedLine[] = []
  lines.forEach((line, index) => {
    if (!near.has(index)) return
    if (index > 0 && !near.has(index - 1)) kept.push({ kind: 'gap', text: `Line ${line.number ?? ''}`, number: undefined })
    kept.push(line)
  })
  return kept
}
