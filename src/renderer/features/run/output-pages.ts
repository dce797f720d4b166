/** Lines of output by their number, in pages, or where they belong; the oldest are let go when there are too many. */
import type { OutputSpan } from '../../../domain/output-news'
import type { OutputLine } from '../../../domain/run'

export const PAGE = 1000
/** Pages kept at a time. */
const KEPT = 300
/** Milliseconds that a scan may take at a time. */
const SLICE = 6

/** A line, or of one that was not sent its step and stream. */
export type Known = OutputLine | OutputSpan
type Page = (Known | undefined)[]
export type LineTest = (line: Known) => boolean

export const isHere = (line: Known | undefined): line is OutputLine => line !== undefined && 'text' in line

export class OutputPages {
  /** One more than the highest number seen. */
  total = 0
  /** How many lines are here. */
  private have = 0
  /** How many are here or known by their place. */
  private known = 0
  private readonly pages = new Map<number, Page>()

  /** False when it was known already. */
  put(line: OutputLine): boolean {
    const page = this.pageFor(line.n)
    const there = page[line.n % PAGE]
    if (isHere(there)) return false
    page[line.n % PAGE] = line
    this.have += 1
    return there === undefined && this.learned(line.n)
  }

  /** False when it was known already. */
  skip(n: number, span: OutputSpan): boolean {
    const page = this.pageFor(n)
    if (page[n % PAGE] !== undefined) return false
    page[n % PAGE] = span
    return this.learned(n)
  }

  at(n: number): OutputLine | undefined {
    const line = this.pages.get(Math.floor(n / PAGE))?.[n % PAGE]
    return isHere(line) ? line : undefined
  }

  /** Every line is here. */
  get isWhole(): boolean {
    return this.have === this.total
  }

  /** Of every line at least step and stream are here. */
  get isKnown(): boolean {
    return this.known === this.total
  }

  /** Numbers of the lines that pass, from one on, a slice at a time, so that keys and frames come in between. */
  async scan(test: LineTest, stale: () => boolean, from = 0): Promise<readonly number[]> {
    const found: number[] = []
    let until = performance.now() + SLICE
    for (let key = Math.floor(from / PAGE); key * PAGE < this.total && !stale(); key += 1) {
      this.pages.get(key)?.forEach((line, place) => { if (line !== undefined && key * PAGE + place >= from && test(line)) found.push(key * PAGE + place) })
      if (performance.now() < until) continue
      await new Promise((resolve) => setTimeout(resolve))
      until = performance.now() + SLICE
    }
    return found
  }

  letGo(): void {
    for (const [key, page] of this.pages) {
      if (this.pages.size <= KEPT) return
      this.have -= page.filter(isHere).length
      this.known -= page.filter((line) => line !== undefined).length
      this.pages.delete(key)
    }
  }

  private pageFor(n: number): Page {
    const key = Math.floor(n / PAGE)
    const page = this.pages.get(key) ?? []
    this.pages.set(key, page)
    return page
  }

  private learned(n: number): true {
    this.known += 1
    this.total = Math.max(this.total, n + 1)
    return true
  }
}
