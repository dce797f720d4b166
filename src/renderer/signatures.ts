import { notAllSigned } from '../domain/history/all-signed'
import type { HistoryVerified, RecordSignature } from '../domain/views'
import type { StateKind } from './components/states'
import { formatAmount, formatCount } from './format'

export interface SignatureLook {
  readonly kind: StateKind
  readonly word: string
  /** What that means, a sentence. */
  readonly sentence: string
}

/** Who signed a record, and what that proves. */
export function signatureLook(signature: RecordSignature, allowedSigners: string | null): SignatureLook {
  switch (signature.state) {
    case 'listed': return { kind: 'verified', word: `Signed by ${signature.by}`, sentence: `The signature matches, and ${allowedSigners ?? 'the project'} lists the key.` }
    case 'key': return {
      kind: 'unknown', word: 'Signed, signer not listed',
      sentence: allowedSigners === null ? 'The signature matches the key. Whose key it is nobody says: backstep.yaml names no allowed signers.' : `The signature matches the key, but ${allowedSigners} does not list it for that time.`
    }
    case 'bad': return { kind: 'failed', word: 'Signature does not match', sentence: 'The record, or its signature, was changed after it was signed.' }
    case 'unchecked': return { kind: 'not-yet', word: 'Signed, not checked yet', sentence: 'ssh-keygen has not been asked about it yet, or cannot be.' }
    case 'none': return { kind: 'not-yet', word: 'Not signed', sentence: signature.reason ?? 'No key was chosen when its run ended.' }
  }
}

/** After the number of records: "all signed by oncall@example.org", "12 signed by 2 people, 3 not signed". */
export function signedWords({ records, signatures: { signed, unsigned, unchecked, signers } }: HistoryVerified): string {
  if (signed === 0) return records === 0 ? '' : 'none signed'
  const listed = signers.filter((one) => one.listed)
  const names = [...new Set(listed.map(({ by }) => by))]
  const who = names.length === 0 ? '' : names.length === 1 ? ` by ${names[0] ?? ''}` : ` by ${formatCount(names.length, 'person', 'people')}`
  const unknown = signers.filter((one) => !one.listed).reduce((sum, one) => sum + one.records, 0)
  const parts = [
    `${unsigned === 0 && unknown === 0 && unchecked === 0 ? 'all' : formatAmount(signed)} signed${who}`, unknown > 0 ? `${formatAmount(unknown)} by keys that are not listed` : '',
    unchecked > 0 ? `${formatAmount(unchecked)} not checked yet` : '', unsigned > 0 ? `${formatAmount(unsigned)} not signed` : ''
  ]
  return parts.filter(Boolean).join(', ')
}

/** Whether known people alone have signed it, as `history verify --signed` asks: a sentence. */
export const allSignedWords = (verified: HistoryVerified): string => notAllSigned(verified) ?? 'Every record is signed by somebody that the project lists.'
