import { problemOf, type Problem } from '../../../domain/problem'
import type { DeploymentRow, DeploymentsPage, DeploymentsQuery } from '../../../domain/views'

export type RowsQuery = Omit<DeploymentsQuery, 'offset' | 'limit'>
export type AskPage = (query: DeploymentsQuery) => Promise<DeploymentsPage>

/** A few screens of rows: with more, a key in the filter would wait for what nobody sees yet. */
export const PAGE = 100
/** So many pages are kept: those farthest from what is in sight leave first. */
const KEPT = 100

interface Answers {
  readonly total: number
  readonly matching: number
  readonly pages: Map<number, readonly DeploymentRow[]>
  /** Where a deployment stands, also when its page has left. */
  readonly places: Map<string, number>
}

/**
 * The rows of a query, read in pages as they come into sight. What was shown stays until the first answer to a new
 * query is there; answers to former queries are dropped.
 */
export class DeploymentPages {
  #answers: Answers | null = null
  #query: RowsQuery
  #turn = 0
  #asked = new Set<number>()
  #seen: readonly [first: number, last: number] = [0, 0]
  #fromTop = true
  #turns = 0
  #problem: Problem | null = null
  #version = 0
  readonly #listeners = new Set<() => void>()
  readonly #ask: AskPage

  constructor(ask: AskPage, query: RowsQuery) {
    this.#ask = ask
    this.#query = query
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly getVersion = (): number => this.#version
  readonly rowAt = (index: number): DeploymentRow | undefined => this.#answers?.pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  readonly placeOf = (id: string): number => this.#answers?.places.get(id) ?? -1

  get query(): RowsQuery { return this.#query }
  get loaded(): boolean { return this.#answers !== null }
  get total(): number { return this.#answers?.total ?? 0 }
  get matching(): number { return this.#answers?.matching ?? 0 }
  get problem(): Problem | null { return this.#problem }
  /** Another number when other rows begin at the top. */
  get turn(): number { return this.#turns }

  /** Another query is asked before anything is drawn, and begins at its top; its first page replaces everything. */
  readonly change = (part: Partial<RowsQuery>): void => {
    this.#query = { ...this.#query, ...part }
    this.#seen = [0, 0]
    this.#fromTop = true
    this.#begin()
    this.#changed()
  }

  /** Asks for the first time, or for the same again: the registry changed. */
  reload(): void {
    this.#begin()
  }

  readonly see = (first: number, last: number): void => {
    this.#seen = [first, last]
    if (this.#answers === null) return
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) if (!this.#answers.pages.has(page)) void this.#read(page, this.#turn)
  }

  get #page(): number { return Math.floor(this.#seen[0] / PAGE) }

  #begin(): void {
    this.#turn += 1
    this.#asked = new Set()
    void this.#read(this.#page, this.#turn, true)
  }

  async #read(page: number, turn: number, fresh = false): Promise<void> {
    if (this.#asked.has(page)) return
    this.#asked.add(page)
    try {
      const answer = await this.#ask({ ...this.#query, offset: page * PAGE, limit: PAGE })
      if (turn !== this.#turn) return
      this.#problem = null
      this.#take(page, answer, fresh)
    } catch (error) {
      if (turn !== this.#turn) return
      this.#problem = problemOf(error)
    }
    this.#asked.delete(page)
    this.#changed()
  }

  #changed(): void {
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }

  #take(page: number, { total, matching, rows }: DeploymentsPage, fresh: boolean): void {
    const before = fresh ? null : this.#answers
    const pages = before?.pages ?? new Map<number, readonly DeploymentRow[]>()
    const places = before?.places ?? new Map<string, number>()
    pages.set(page, rows)
    rows.forEach(({ id }, index) => places.set(id, page * PAGE + index))
    this.#answers = { total, matching, pages, places }
    if (fresh && this.#fromTop) this.#turns += 1
    if (fresh) this.#fromTop = false
    if (fresh) this.see(...this.#seen)
    while (pages.size > KEPT) {
      const farthest = [...pages.keys()].reduce((far, key) => (Math.abs(key - this.#page) > Math.abs(far - this.#page) ? key : far))
      pages.delete(farthest)
    }
  }
}
