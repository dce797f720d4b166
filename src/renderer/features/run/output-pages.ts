/** Lines of output by their number, in pages; the oldest are let go when there are too many. */
import type { OutputLine } from '../../../domain/run'

export const PAGE = 1000
/** Pages kept at a time. */
const KEPT = 300
/** Milliseconds that a scan may take at a time. */
const SLICE = 6

type Page = (OutputLine | undefined)[]
export type LineTest = (line: OutputLine) => boolean

export class OutputPages {
  /** One more than the highest number seen. */
  total = 0
  /** How many lines are here. */
  have = 0
  private readonly pages = new Map<number, Page>()

  /** False when it was here already. */
  put(line: OutputLine): boolean {
    const key = Math.floor(line.n / PAGE)
    const page = this.pages.get(key) ?? []
    if (page[line.n % PAGE] !== undefined) return false
    page[line.n % PAGE] = line
    this.pages.set(key, page)
    this.have += 1
    this.total = Math.max(this.total, line.n + 1)
    return true
  }

  at(n: number): OutputLine | undefined {
    return this.pages.get(Math.floor(n / PAGE))?.[n % PAGE]
  }

  get isWhole(): boolean {
    return this.have === this.total
  }

  isMissing(from: number, to: number): boolean {
    for (let n = from; n < to; n += 1) if (this.at(n) === undefined) return true
    return false
  }

  from(n: number): OutputLine[] {
    const keys = [...this.pages.keys()].filter((key) => (key + 1) * PAGE > n).sort((a, b) => a - b)
    return keys.flatMap((key) => linesOf(this.pages.get(key))).filter((line) => line.n >= n)
  }

  /** Numbers of the lines that pass, a slice at a time, so that keys and frames come in between. */
  async scan(test: LineTest, stale: () => boolean): Promise<readonly number[]> {
    const found: number[] = []
    let until = performance.now() + SLICE
    for (let key = 0; key * PAGE < this.total && !stale(); key += 1) {
      for (const line of linesOf(this.pages.get(key))) if (test(line)) found.push(line.n)
      if (performance.now() < until) continue
      await new Promise((resolve) => setTimeout(resolve))
      until = performance.now() + SLICE
    }
    return found
  }

  letGo(): void {
    for (const [key, page] of this.pages) {
      if (this.pages.size <= KEPT) return
      this.have -= linesOf(page).length
      this.pages.delete(key)
    }
  }
}

const linesOf = (page: Page = []): OutputLine[] => page.filter((line) => line !== undefined)
