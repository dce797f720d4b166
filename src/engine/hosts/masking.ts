import type { Secrets } from './secrets'

/** What a host needs of the secrets. */
export type Masking = Pick<Secrets, 'mask' | 'maskValues' | 'splitMasker'>

/** Masks with one function only: by whole lines, which is how output reaches it. */
export function maskingBy(mask: (text: string) => string): Masking {
  return { mask, maskValues: mask, splitMasker: () => ({ push: (chunk) => chunk, end: () => '' }) }
}
