/** Randomness that can be repeated: the same seed and the same words give the same numbers. */
import { createHash } from 'node:crypto'

export interface Random {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  /** A whole number, both ends included. */
  between(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  shuffled<T>(items: readonly T[]): T[]
  bytes(length: number): Buffer
}

/** `words` name what it is for (`crash`, 137), so that one round is repeated without those before it. */
export function random(seed: string, ...words: readonly (string | number)[]): Random {
  const key = createHash('sha256').update([seed, ...words].join('\0')).digest()
  const state = new Uint32Array([key.readUInt32LE(0), key.readUInt32LE(4), key.readUInt32LE(8), 1])
  const next = (): number => step(state) / 2 ** 32
  const below = (n: number): number => Math.floor(next() * n)
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('There is nothing to pick from.')
    return items[below(items.length)] as T
  }
  return {
    next, below, pick,
    between: (from, to) => from + below(to - from + 1),
    chance: (share) => next() < share,
    shuffled: (items) => {
      const rest = [...items]
      return items.map(() => rest.splice(below(rest.length), 1)[0] as (typeof rest)[number])
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256)))
  }
}

/** sfc32: small and fast, with a period that no torture reaches. */
function step(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, count = 0] = state
  const sum = (a + b + count) >>> 0
  state.set([b ^ (b >>> 9), (c + (c << 3)) >>> 0, (((c << 21) | (c >>> 11)) + sum) >>> 0, (count + 1) >>> 0])
  return sum
}

export const newSeed = (): string => Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, '0')
