/** Secrets that are found nowhere else, one for each place where one can hide. */
import { createHash } from 'node:crypto'

export interface Seed {
  readonly place: string
  readonly value: string
}

/** Where each is put stands in `project.ts` and `story.ts`. */
const PLACES = [
  'environment by key', 'environment in an address', 'environment with quotes', 'environment file by key', 'environment file by form', 'environment file in an address', 'JSON by key', 'JSON in a list',
  'YAML by key', 'YAML in an address', 'private key', 'row of a database'
] as const
export type Place = (typeof PLACES)[number]
export type Seeds = Readonly<Record<Place, string>>

export function seedsOf(seed: string): { readonly seeds: Seeds; readonly all: readonly Seed[] } {
  const all = PLACES.map((place): Seed => ({ place, value: valueOf(place, createHash('sha256').update(`${seed} ${place}`).digest('hex')) }))
  return { all, seeds: Object.fromEntries(all.map(({ place, value }) => [place, value])) as Seeds }
}

function valueOf(place: Place, hex: string): string {
  if (place === 'environment file by form') return `sk_live_${hex.slice(0, 32)}`
  if (place === 'environment with quotes') return `q"${hex.slice(0, 12)}'\\é/+&= ${hex.slice(12, 24)}`
  return hex.slice(0, 28)
}

/** The lines of a private key. Some hold its public half, which is no secret: whoever calls leaves those out. */
export const seedsOfKey = (place: string, text: string): readonly Seed[] =>
  text.split('\n').filter((line) => line.length >= 28 && !/^(#|-)/.test(line)).map((value) => ({ place, value }))
