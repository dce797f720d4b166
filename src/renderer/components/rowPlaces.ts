interface Sums { readonly rows: readonly number[]; readonly upTo: readonly number[] }

/** Where rows stand that are nearly all of one height: only those that differ are remembered. All sizes in pixels. */
export class RowPlaces {
  readonly #extras = new Map<number, number>()
  /** The rows that differ, in order, and what they and those before them have beyond the usual height; null when to be made anew. */
  #sums: Sums | null = null

  constructor(readonly height: number) {}

  /** Answers by how much its height changed. */
  measured(row: number, height: number): number {
    const before = this.#extras.get(row) ?? 0
    const extra = height - this.height
    if (extra === before) return 0
    if (extra === 0) this.#extras.delete(row)
    else this.#extras.set(row, extra)
    this.#sums = null
    return extra - before
  }

  forget(): void {
    this.#extras.clear()
    this.#sums = null
  }

  /** Where a row begins; of one after the last, the height of all. */
  topOf(row: number): number {
    const { upTo } = this.#made()
    return row * this.height + (upTo[this.#differingBefore(row) - 1] ?? 0)
  }

  /** The row at a place; one after the last when all rows end before it. */
  at(place: number): number {
    const { rows } = this.#made()
    const differing = rows[countWhile(rows.length, (n) => this.topOf(rows[n] ?? 0) <= place) - 1]
    if (differing === undefined) return Math.max(0, Math.floor(place / this.height))
    const end = this.topOf(differing + 1)
    return place < end ? differing : differing + 1 + Math.floor((place - end) / this.height)
  }

  #differingBefore(row: number): number {
    const { rows } = this.#made()
    return countWhile(rows.length, (n) => (rows[n] ?? 0) < row)
  }

  #made(): Sums {
    if (this.#sums !== null) return this.#sums
    const rows = [...this.#extras.keys()].sort((a, b) => a - b)
    let sum = 0
    this.#sums = { rows, upTo: rows.map((row) => (sum += this.#extras.get(row) ?? 0)) }
    return this.#sums
  }
}

/** How many of the first so many hold, where those that hold come first. */
function countWhile(length: number, holds: (n: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(middle)) from = middle + 1
    else to = middle
  }
  return from
}
