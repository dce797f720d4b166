/** Numbers of lines in rising order. What comes later nearly always belongs at the end: it is put there, and nothing is copied. */

/** `numbers` with more of them, each once; it may be changed. */
export function withMore(numbers: number[], more: readonly number[]): number[] {
  let last = numbers.at(-1) ?? -1
  for (const [index, n] of more.entries()) {
    if (n <= last) return merged(numbers, more.slice(index))
    numbers.push((last = n))
  }
  return numbers
}

const merged = (numbers: readonly number[], more: readonly number[]): number[] => [...new Set([...numbers, ...more])].sort((a, b) => a - b)

/** Where a number stands; -1 for nowhere. */
export function placeIn(numbers: readonly number[], wanted: number): number {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((numbers[middle] as number) < wanted) from = middle + 1
    else to = middle
  }
  return numbers[from] === wanted ? from : -1
}
