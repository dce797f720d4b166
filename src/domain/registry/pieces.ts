/**
 * Cuts a registry, as bytes in chunks of any size, into batches of records and the frame around their list, so that no more
 * than a batch of it is in memory at a time. Only texts, brackets and commas are told apart here: that the pieces are JSON is
 * for their reader to find out, and pieces that are all JSON were JSON as a whole.
 */
import { decodeUtf8 } from '../utf8'

export interface Batch {
  /** Elements of the list with commas between them; null when it is not UTF-8. */
  readonly text: string | null
  /** Bytes of the file, half-open. */
  readonly start: number
  readonly end: number
  readonly last: boolean
}

/** Stands in the frame where the records are. */
export const STAND_IN = '\u0000records'

/** A batch has so many bytes, or a few more: it ends where a record ends. */
const BATCH = 1 << 16
const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d]
const SIGNS = Uint8Array.from({ length: 256 }, (_, byte) => ([QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE].includes(byte) ? 1 : 0))
// The end of another key is no key.
const KEY = /(?<!\\)"deployments"\s*:\s*\[$/

export class RegistryCutter {
  #depth = 0
  #inText = false
  #escaped = false
  #list: 'before' | 'in' | 'after' = 'before'
  #offset = 0
  #batchAt = 0
  #odd = false
  readonly #frame: string[] = []
  readonly #piece = new Piece()

  /** Nothing that is nested deeper than `deepest` is cut. */
  constructor(private readonly deepest: number, private readonly onBatch: (batch: Batch) => void) {}

  /** The chunk is not kept. */
  take(chunk: Uint8Array): void {
    this.#piece.begin(chunk)
    let at = this.#inText ? this.#afterText(chunk, 0) : 0
    while (at < chunk.length && !this.#odd) {
      at = nextSign(chunk, at)
      const sign = chunk[at]
      if (sign === QUOTE) at = this.#afterText(chunk, at + 1)
      else if (sign !== undefined) this.#bracketOrComma(sign, at++)
    }
    this.#piece.keep()
    this.#offset += chunk.length
  }

  /** All but the records; null when they cannot be told apart. */
  end(): string | null {
    this.#take(0)
    return this.#odd || this.#list !== 'after' ? null : this.#frame.join('')
  }

  /** Where the text ends that began before `from`; the end of the chunk when it goes on. */
  #afterText(chunk: Uint8Array, from: number): number {
    let at = this.#escaped ? from + 1 : from
    while (at < chunk.length && chunk[at] !== QUOTE) at += chunk[at] === BACKSLASH ? 2 : 1
    this.#inText = at >= chunk.length
    this.#escaped = at > chunk.length
    return at + 1
  }

  #bracketOrComma(sign: number, at: number): void {
    if (sign === COMMA) {
      if (this.#depth === 2 && this.#isFull(at)) this.#cut(at, false)
    } else if (sign === OPEN || sign === OPEN_LIST) {
      this.#depth += 1
      if (this.#depth > this.deepest) this.#odd = true
      if (this.#depth === 2 && sign === OPEN_LIST) this.#begin(at)
    } else {
      this.#depth -= 1
      if (this.#depth === 1 && this.#list === 'in') this.#cut(at, true)
    }
  }

  #isFull(at: number): boolean { return this.#list === 'in' && this.#offset + at - this.#batchAt >= BATCH }

  #begin(at: number): void {
    this.#take(at + 1)
    if (!KEY.test(this.#frame.at(-1) ?? '')) return
    if (this.#list !== 'before') this.#odd = true
    this.#list = 'in'
    this.#batchAt = this.#offset + at + 1
  }

  #cut(at: number, last: boolean): void {
    this.onBatch({ text: this.#piece.upTo(at), start: this.#batchAt, end: this.#offset + at, last })
    this.#batchAt = this.#offset + at + 1
    if (!last) return this.#piece.skip()
    this.#frame.push(JSON.stringify(STAND_IN))
    this.#list = 'after'
  }

  #take(to: number): void {
    const text = this.#piece.upTo(to)
    if (text === null) this.#odd = true
    else this.#frame.push(text)
  }
}

/** Where the next quote, bracket or comma is. */
function nextSign(chunk: Uint8Array, from: number): number {
  let at = from
  while (at < chunk.length && SIGNS[chunk[at] ?? 0] === 0) at++
  return at
}

/** The bytes since the last cut, which may have begun in an earlier chunk. */
class Piece {
  #before: Uint8Array[] = []
  #chunk: Uint8Array = new Uint8Array(0)
  #from = 0

  begin(chunk: Uint8Array): void {
    this.#chunk = chunk
    this.#from = 0
  }

  keep(): void {
    if (this.#from < this.#chunk.length) this.#before.push(this.#chunk.slice(this.#from))
    this.begin(new Uint8Array(0))
  }

  /** The next piece begins there. Cuts are before or after a bracket or comma, so never within a character. */
  upTo(to: number): string | null {
    const rest = this.#chunk.subarray(this.#from, to)
    const text = decodeUtf8(this.#before.length === 0 ? rest : joined([...this.#before, rest]))
    this.#before = []
    this.#from = to
    return text
  }

  skip(): void {
    this.#from += 1
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
