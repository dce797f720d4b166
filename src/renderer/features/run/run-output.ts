/**
 * What a run printed: lines outside React, a version that counts changes, and who listens to it. Lines come live or are
 * asked for when they come into sight; each has its number, so one that is already here is dropped.
 */
import type { OutputLine } from '../../../domain/run'
import { OutputPages, PAGE, type LineTest } from './output-pages'

export interface OutputSource {
  readonly load: (from: number, limit: number) => Promise<{ readonly lines: readonly OutputLine[]; readonly total: number }>
  readonly search: (text: string, step: string | null, errorsOnly: boolean) => Promise<readonly number[]>
}
export interface OutputFilter {
  readonly step: string | null
  readonly errorsOnly: boolean
}

/** As many as the engine gives at once. */
const LOAD = 10_000

export class RunOutput {
  errors = 0
  version = 0
  /** Numbers of the lines that the filter lets through; null = all. */
  shown: readonly number[] | null = null
  /** Numbers of the lines that hold the searched text. */
  matches: readonly number[] = []
  private readonly pages = new OutputPages()
  private filter: OutputFilter = { step: null, errorsOnly: false }
  private text = ''
  private asked = 0
  private readonly loading = new Set<number>()
  private readonly listeners = new Set<() => void>()
  private planned = false

  constructor(private readonly source: OutputSource, private readonly later: (act: () => void) => void = soon) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  getVersion = (): number => this.version

  /** Adds lines in any order; what is already here stays. `counted`: their errors were counted before. */
  add(lines: readonly OutputLine[], counted = false): void {
    const fresh = lines.filter((line) => this.pages.put(line))
    if (fresh.length === 0) return
    if (!counted) this.errors += fresh.filter(isError).length
    if (this.shown !== null) this.shown = joined(this.shown, fresh.filter(this.passes))
    if (this.text !== '') this.matches = joined(this.matches, fresh.filter(this.holdsText()))
    this.pages.letGo()
    this.changed()
  }

  /** The newest lines first; with what came live meanwhile. */
  async open(newest = 5000): Promise<void> {
    const { total } = await this.source.load(0, 1)
    if (total === 0) return
    const from = Math.max(0, Math.floor((total - newest) / PAGE) * PAGE)
    this.add((await this.source.load(from, LOAD)).lines)
    if (from > 0) this.errors = Math.max(this.errors, (await this.source.search('', null, true)).length)
    this.changed()
  }

  /** Lines that another process wrote: asked for, because nobody sends them. */
  async catchUp(): Promise<void> {
    for (;;) {
      const { lines } = await this.source.load(this.pages.total, LOAD)
      this.add(lines)
      if (lines.length < LOAD) return
    }
  }

  /** How many lines there are to show. */
  get count(): number {
    return this.shown === null ? this.pages.total : this.shown.length
  }

  /** The line at this place of what is shown; undefined while it is on its way. */
  lineAt(index: number): OutputLine | undefined {
    const n = this.shown === null ? index : this.shown[index]
    if (n === undefined) return undefined
    const line = this.pages.at(n)
    if (line === undefined) void this.loadPage(Math.floor(n / PAGE))
    return line
  }

  /** Where in what is shown the line with this number is; -1 when the filter hides it. */
  placeOf(n: number | undefined): number {
    if (n === undefined) return -1
    return this.shown === null ? n : this.shown.indexOf(n)
  }

  /** Everything that is shown, for a copy: what is not here is asked for. */
  async allShown(): Promise<readonly OutputLine[]> {
    for (let from = 0; from < this.pages.total; from += LOAD) {
      if (this.pages.isMissing(from, Math.min(from + LOAD, this.pages.total))) this.add((await this.source.load(from, LOAD)).lines, true)
    }
    const wanted = this.shown === null ? null : new Set(this.shown)
    return this.pages.from(0).filter(({ n }) => wanted === null || wanted.has(n))
  }

  async setFilter(filter: OutputFilter): Promise<void> {
    this.filter = filter
    const isAll = filter.step === null && !filter.errorsOnly
    await this.find(this.passes, '', (found) => { this.shown = isAll ? null : found })
    if (this.text !== '') await this.setSearch(this.text)
  }

  async setSearch(text: string): Promise<void> {
    this.text = text
    if (text !== '') return this.find(this.holdsText(), text, (found) => { this.matches = found })
    this.asked += 1
    this.matches = []
    this.changed()
  }

  // Here when every line is here, else by the engine, which has them all; later lines are added as they come.
  private async find(test: LineTest, text: string, take: (found: readonly number[]) => void): Promise<void> {
    const mine = ++this.asked
    const stale = (): boolean => mine !== this.asked
    const { step, errorsOnly } = this.filter
    const found = this.pages.isWhole ? await this.pages.scan(test, stale) : await this.source.search(text, step, errorsOnly)
    if (stale()) return
    take(joined(found, this.pages.from((found.at(-1) ?? -1) + 1).filter(test)))
    this.changed()
  }

  private readonly passes: LineTest = (line) => {
    const { step, errorsOnly } = this.filter
    return (step === null || line.step === step) && (!errorsOnly || isError(line))
  }

  private holdsText(): LineTest {
    const wanted = this.text.toLowerCase()
    return (line) => this.passes(line) && line.text.toLowerCase().includes(wanted)
  }

  private async loadPage(key: number): Promise<void> {
    if (this.loading.has(key)) return
    this.loading.add(key)
    try {
      this.add((await this.source.load(key * PAGE, PAGE)).lines, true)
    } catch {
      // It is asked for again when it comes into sight.
    } finally {
      this.loading.delete(key)
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

/** Both in order; lines nearly always come after all that is there. */
function joined(numbers: readonly number[], lines: readonly OutputLine[]): readonly number[] {
  if (lines.length === 0) return numbers
  const more = lines.map(({ n }) => n)
  const last = numbers.at(-1) ?? -1
  if (more.every((n, index) => n > (more[index - 1] ?? last))) return [...numbers, ...more]
  return [...new Set([...numbers, ...more])].sort((a, b) => a - b)
}
