/** Reads a registry as it comes, a chunk at a time. What it cannot read is for `parseRegistry`, which says what is wrong and where. */
import type { Deployment } from '../deployment'
import { headerOf, type Header } from './header'
import { RegistryCutter, STAND_IN, type Batch } from './pieces'
import { deploymentOf, isFault, isObject } from './record'
import { createShare } from './share'

/** Bytes of the file, half-open, that hold the records from `first` on, with commas between them. */
export interface RecordsPlace { readonly first: number; readonly start: number; readonly end: number }

export interface ReadRegistry extends Header {
  readonly deployments: readonly Deployment[]
  readonly places: readonly RecordsPlace[]
}

const DEEPEST = 100
const BOM = '\ufeff'

export class RegistryReader {
  readonly #deployments: Deployment[] = []
  readonly #places: RecordsPlace[] = []
  readonly #ids = new Set<string>()
  readonly #share = createShare()
  readonly #cutter = new RegistryCutter(DEEPEST, (batch) => this.#batch(batch))
  #odd = false

  /** The chunk is not kept. */
  take(chunk: Uint8Array): void {
    if (!this.#odd) this.#cutter.take(chunk)
  }

  /** Null when something is wrong, or written in a way that only a whole text shows. */
  end(): ReadRegistry | null {
    const frame = this.#odd ? null : this.#cutter.end()
    const root = frame === null ? undefined : parsed(frame.startsWith(BOM) ? frame.slice(1) : frame)
    const header = isObject(root) && isStandIn(root['deployments']) ? headerOf(root) : null
    return header === null || this.#odd || 'reason' in header ? null : { ...header, deployments: this.#deployments, places: this.#places }
  }

  #batch({ text, start, end, last }: Batch): void {
    if (this.#odd) return
    const records = text === null ? undefined : parsed(`[${text}]`)
    const first = this.#deployments.length
    // Nothing between two commas, or after the last, is no JSON.
    if (!Array.isArray(records) || (records.length === 0 && !(last && first === 0))) this.#odd = true
    else if (records.some((record) => !this.#add(record))) this.#odd = true
    else this.#places.push({ first, start, end })
  }

  #add(record: unknown): boolean {
    const deployment = deploymentOf(record, this.#deployments.length, this.#share)
    if (isFault(deployment)) return false
    this.#deployments.push(deployment)
    return this.#ids.add(deployment.id).size === this.#deployments.length
  }
}

const isStandIn = (value: unknown): boolean => Array.isArray(value) && value.length === 1 && value[0] === STAND_IN

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
