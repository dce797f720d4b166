/**
 * What a run printed: pages of lines outside React, a version that counts changes, and who listens to it. Lines come
 * live or are asked for when they come into sight; each has its number, so one that is already here is dropped.
 */
import type { OutputLine } from '../../../domain/run'

export interface OutputSource {
  readonly load: (from: number, limit: number) => Promise<{ readonly lines: readonly OutputLine[]; readonly total: number }>
  readonly search: (text: string, step: string | null, errorsOnly: boolean) => Promise<readonly number[]>
}
export interface OutputFilter {
  readonly step: string | null
  readonly errorsOnly: boolean
}

export const PAGE = 1000
/** Pages kept at a time; older ones are asked for again when they come into sight. */
const KEPT = 300
export const ALL: OutputFilter = { step: null, errorsOnly: false }

export class RunOutput {
  total = 0
  errors = 0
  version = 0
  /** Numbers of the lines that the filter lets through; null = all. */
  shown: readonly number[] | null = null
  /** Numbers of the lines that hold the searched text. */
  matches: readonly number[] = []
  private filter = ALL
  private text = ''
  private asked = 0
  private readonly pages = new Map<number, (OutputLine | undefined)[]>()
  private readonly loading = new Set<number>()
  private readonly listeners = new Set<() => void>()
  private planned = false

  constructor(private readonly source: OutputSource, private readonly later: (act: () => void) => void = soon) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  getVersion = (): number => this.version

  /** Adds lines in any order; what is already here stays. */
  add(lines: readonly OutputLine[]): void {
    const fresh = lines.filter((line) => this.put(line))
    if (fresh.length === 0) return
    this.errors += fresh.filter(isError).length
    if (this.shown !== null) this.shown = joined(this.shown, fresh.filter((line) => passes(line, this.filter)))
    if (this.text !== '') this.matches = joined(this.matches, fresh.filter((line) => passes(line, this.filter) && holds(line, this.text)))
    this.evict()
    this.changed()
  }

  /** The newest lines first; with what came live meanwhile. */
  async open(newest = 5000): Promise<void> {
    const { total } = await this.source.load(0, 1)
    const from = Math.max(0, Math.floor((total - newest) / PAGE) * PAGE)
    const { lines } = total === 0 ? { lines: [] } : await this.source.load(from, 10_000)
    this.total = Math.max(this.total, total)
    this.add(lines)
    if (from > 0) await this.countErrors()
    this.changed()
  }

  private async countErrors(): Promise<void> {
    const found = await this.source.search('', null, true)
    this.errors = Math.max(this.errors, found.length)
  }

  /** How many lines there are to show. */
  get count(): number {
    return this.shown === null ? this.total : this.shown.length
  }

  /** The line at this place of what is shown; undefined while it is on its way. */
  lineAt(index: number): OutputLine | undefined {
    const n = this.shown === null ? index : this.shown[index]
    if (n === undefined) return undefined
    const line = this.pages.get(Math.floor(n / PAGE))?.[n % PAGE]
    if (line === undefined) void this.loadPage(Math.floor(n / PAGE))
    return line
  }

  /** Everything that is shown, for a copy: what is not here is asked for. */
  async allShown(): Promise<readonly OutputLine[]> {
    for (let from = 0; from < this.total; from += 10_000) {
      if (this.missing(from, Math.min(from + 10_000, this.total))) this.keepErrors((await this.source.load(from, 10_000)).lines)
    }
    const lines = this.lines()
    if (this.shown === null) return lines
    const wanted = new Set(this.shown)
    return lines.filter(({ n }) => wanted.has(n))
  }

  private missing(from: number, to: number): boolean {
    for (let n = from; n < to; n += 1) if (this.pages.get(Math.floor(n / PAGE))?.[n % PAGE] === undefined) return true
    return false
  }

  // Earlier lines were counted when the run was opened.
  private keepErrors(lines: readonly OutputLine[]): void {
    const known = this.errors
    this.add(lines)
    this.errors = known
  }

  /** Where in what is shown the line with this number is; -1 when the filter hides it. */
  placeOf(n: number | undefined): number {
    if (n === undefined) return -1
    return this.shown === null ? n : this.shown.indexOf(n)
  }

  async setFilter(filter: OutputFilter): Promise<void> {
    this.filter = filter
    const unfiltered = filter.step === null && !filter.errorsOnly
    await this.find((line) => passes(line, filter), '', (found) => { this.shown = unfiltered ? null : found })
    if (this.text !== '') await this.setSearch(this.text)
  }

  async setSearch(text: string): Promise<void> {
    this.text = text
    if (text === '') this.matches = []
    else await this.find((line) => passes(line, this.filter) && holds(line, text), text, (found) => { this.matches = found })
    this.changed()
  }

  // Here when every line is here, else by the engine, which has them all; later lines are added as they come.
  private async find(test: (line: OutputLine) => boolean, text: string, take: (found: readonly number[]) => void): Promise<void> {
    const mine = ++this.asked
    if (this.isWhole()) take(this.lines().filter(test).map(({ n }) => n))
    else {
      const { step, errorsOnly } = this.filter
      const found = await this.source.search(text, step, errorsOnly)
      if (mine !== this.asked) return
      const last = found.at(-1) ?? -1
      take(joined(found, this.lines().filter((line) => line.n > last && test(line))))
    }
    this.changed()
  }

  private isWhole(): boolean {
    return this.lines().length === this.total
  }

  private lines(): OutputLine[] {
    const keys = [...this.pages.keys()].sort((a, b) => a - b)
    return keys.flatMap((key) => (this.pages.get(key) ?? []).filter((line) => line !== undefined))
  }

  private put(line: OutputLine): boolean {
    const key = Math.floor(line.n / PAGE)
    const page = this.pages.get(key) ?? []
    if (page[line.n % PAGE] !== undefined) return false
    page[line.n % PAGE] = line
    this.pages.set(key, page)
    this.total = Math.max(this.total, line.n + 1)
    return true
  }

  private async loadPage(key: number): Promise<void> {
    if (this.loading.has(key)) return
    this.loading.add(key)
    try {
      const { lines } = await this.source.load(key * PAGE, PAGE)
      this.keepErrors(lines)
    } catch {
      // It is asked for again when it comes into sight.
    } finally {
      this.loading.delete(key)
    }
  }

  private evict(): void {
    for (const key of this.pages.keys()) {
      if (this.pages.size <= KEPT) return
      this.pages.delete(key)
    }
  }

  private changed(): void {
    if (this.planned) return
    this.planned = true
    this.later(() => {
      this.planned = false
      this.version += 1
      this.listeners.forEach((listener) => listener())
    })
  }
}

// A few times a second is as fast as one can read.
const soon = (act: () => void): void => void setTimeout(() => requestAnimationFrame(act), 60)

export const isError = ({ stream }: OutputLine): boolean => stream === 'stderr'
const passes = (line: OutputLine, { step, errorsOnly }: OutputFilter): boolean => (step === null || line.step === step) && (!errorsOnly || isError(line))
const holds = ({ text }: OutputLine, wanted: string): boolean => text.toLowerCase().includes(wanted.toLowerCase())

/** Both in order; lines nearly always come after all that is there. */
function joined(numbers: readonly number[], lines: readonly OutputLine[]): readonly number[] {
  if (lines.length === 0) return numbers
  const more = lines.map(({ n }) => n)
  const last = numbers.at(-1) ?? -1
  if (more.every((n, index) => n > (more[index - 1] ?? last))) return [...numbers, ...more]
  return [...new Set([...numbers, ...more])].sort((a, b) => a - b)
}
