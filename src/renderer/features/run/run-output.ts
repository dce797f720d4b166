/**
 * What a run printed: lines outside React, a version that counts changes, and who listens to it. Lines come live or are
 * asked for when they come into sight; each has its number, so one that is already here is dropped.
 */
import { tellsError, type OutputNews } from '../../../domain/output-news'
import type { OutputLine } from '../../../domain/run'
import { placeIn, withMore } from './line-numbers'
import { isHere, OutputPages, PAGE, type LineTest } from './output-pages'
import { SearchOn } from './search-on'

export interface OutputSource {
  readonly load: (from: number, limit: number) => Promise<{ readonly lines: readonly OutputLine[]; readonly total: number }>
  readonly search: (wanted: OutputFilter & { readonly text: string; readonly from: number }) => Promise<readonly number[]>
}
export interface OutputFilter {
  readonly step: string | null
  readonly errorsOnly: boolean
}

/** As many as the engine gives at once. */
const LOAD = 10_000

export class RunOutput {
  /** False until it is known how many lines there are. */
  isOpen = false
  errors = 0
  version = 0
  /** Numbers of the lines that the filter lets through; null = all. */
  shown: number[] | null = null
  /** Numbers of the lines that hold the searched text. */
  matches: number[] = []
  private readonly pages = new OutputPages()
  private filter: OutputFilter = { step: null, errorsOnly: false }
  private text = ''
  private asked = 0
  private readonly searchOn = new SearchOn((from) => this.searchFrom(from))
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
    const holds = this.text === '' ? () => false : this.holdsText()
    const [shown, matches]: [number[], number[]] = [[], []]
    for (const line of lines) {
      const fresh = this.pages.put(line)
      if (fresh && !counted && tellsError(line)) this.errors += 1
      if (fresh && this.passes(line)) shown.push(line.n)
      if (fresh && holds(line)) matches.push(line.n)
    }
    this.took(shown, matches)
  }

  /** What came live: the newest lines, and the places of those before them, which are asked for when they come into sight. */
  hear({ skipped, lines }: OutputNews): void {
    const shown: number[] = []
    for (const span of skipped) {
      const passes = this.passes(span)
      for (let n = span.from; n < span.to; n += 1) {
        if (!this.pages.skip(n, span)) continue
        if (tellsError(span)) this.errors += 1
        if (passes) shown.push(n)
      }
    }
    this.took(shown, [])
    this.add(lines)
    const [first] = skipped
    if (first && this.text !== '') this.searchOn.owe(first.from)
  }

  private took(shown: readonly number[], matches: readonly number[]): void {
    if (this.shown !== null) this.shown = withMore(this.shown, shown)
    this.matches = withMore(this.matches, matches)
    this.pages.letGo()
    this.changed()
  }

  /** The newest lines first; with what came live meanwhile. */
  async open(newest = 5000): Promise<void> {
    const { total } = await this.source.load(0, 1)
    if (total > 0) await this.openLast(total, newest)
    this.isOpen = true
    this.changed()
  }

  private async openLast(total: number, newest: number): Promise<void> {
    const from = Math.max(0, Math.floor((total - newest) / PAGE) * PAGE)
    this.add((await this.source.load(from, LOAD)).lines)
    if (from > 0) this.errors = Math.max(this.errors, (await this.source.search({ text: '', step: null, errorsOnly: true, from: 0 })).length)
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
    return this.shown === null ? n : placeIn(this.shown, n)
  }

  /** Everything that is shown, for a copy, however much it is: what is not here is asked for, and not kept. */
  async allShown(): Promise<readonly OutputLine[]> {
    const { total } = this.pages
    const shown = this.shown === null ? null : new Set(this.shown)
    const all: OutputLine[] = []
    for (let from = 0; from < total; from += LOAD) {
      const places = Array.from({ length: Math.min(LOAD, total - from) }, (_, place) => place).filter((place) => shown === null || shown.has(from + place))
      const whole = places.every((place) => this.pages.at(from + place) !== undefined)
      const loaded = whole ? [] : (await this.source.load(from, LOAD)).lines
      for (const place of places) {
        const line = this.pages.at(from + place) ?? loaded[place]
        if (line !== undefined) all.push(line)
      }
    }
    return all
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
  private async find(test: LineTest, text: string, take: (found: number[]) => void): Promise<void> {
    const mine = ++this.asked
    const stale = (): boolean => mine !== this.asked
    const enough = text === '' ? this.pages.isKnown : this.pages.isWhole
    const until = this.pages.total
    const found = enough ? await this.pages.scan(test, stale) : await this.source.search({ ...this.filter, text, from: 0 })
    if (stale()) return
    // What came meanwhile may be in neither.
    const later = await this.pages.scan(test, stale, until)
    if (stale()) return
    take(withMore([...found], later))
    if (text !== '' && !this.pages.isWhole) this.searchOn.owe(until)
    this.changed()
  }

  private async searchFrom(from: number): Promise<void> {
    if (this.text === '') return
    const { asked } = this
    const found = await this.source.search({ ...this.filter, text: this.text, from })
    if (asked !== this.asked) return
    this.matches = withMore(this.matches, found)
    this.changed()
  }

  private readonly passes: LineTest = (line) => {
    const { step, errorsOnly } = this.filter
    return (step === null || line.step === step) && (!errorsOnly || tellsError(line))
  }

  private holdsText(): LineTest {
    const wanted = this.text.toLowerCase()
    return (line) => isHere(line) && this.passes(line) && line.text.toLowerCase().includes(wanted)
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
