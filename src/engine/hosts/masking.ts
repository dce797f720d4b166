import type { Secrets } from './secrets'

/** What a host needs of the secrets. */
export type Masking = Pick<Secrets, 'mask' | 'lineMask' | 'maskValues' | 'splitMasker'>

/** Masks with one function only: by whole lines, which is how output reaches it. */
export function maskingBy(mask: (text: string) => string): Masking {
  return { mask, lineMask: () => mask, maskValues: mask, splitMasker: () => ({ push: (chunk) => chunk, end: () => '' }) }
}

/** The value with every text in it masked, also inside lists and objects. Keys stay. */
export function maskedIn<T>(value: T, mask: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => (typeof inner === 'string' ? mask(inner) : inner)) as T
}
