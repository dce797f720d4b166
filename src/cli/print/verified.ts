/** Whether the history is as it was written, and who signed it. */
import { plural, stripControl } from '../../domain/text'
import type { HistoryVerified, SignaturesView, SignedBy } from '../../domain/views'
import { problemLines } from './problem'
import type { Paint } from './style'
import { wrappedText } from './width'

export function verifiedLines(verified: HistoryVerified, width: number, paint: Paint): readonly string[] {
  const { ok, records, signatures, registry } = verified
  const rest = [...signatureLines(signatures, records), ...(registry ? registryLines(registry) : ['The registry cannot be read: what it names was not compared.'])]
  return [
    ...(ok ? [heldWords(verified, paint)] : brokenLines(verified, width, paint)),
    ...rest.flatMap((text) => wrappedText(text, width - 2).map((line) => paint(`  ${line}`, 'dim'))),
    ...(signatures.problem ? problemLines(signatures.problem, paint) : [])
  ]
}

/** In one line, for the end of a list. */
export function verifiedLine(verified: HistoryVerified, paint: Paint): string {
  const { ok, records, signatures, problem } = verified
  if (!ok) return `${paint('✗ Not as it was written', 'failed')}: ${stripControl(problem?.message ?? '')} \`backstep history verify\` says more.`
  return `${heldWords(verified, paint)}${signatures.signed === 0 ? '' : `, ${signedWords(signatures, records)}`}`
}

/** Where no record is here and the registry names some, nothing is vouched for: it is a new store on this machine, or one that was emptied. */
function heldWords({ records, registry }: HistoryVerified, paint: Paint): string {
  if (records === 0 && (registry?.notHere ?? 0) > 0) return `${paint('! No record is here', 'warning')}, though the registry names some: what they said cannot be verified`
  return `${paint('✓ Chain verified', 'ok')}: ${plural(records, 'record', 'records')}, none changed, none missing`
}

function brokenLines({ faults, faultCount, problem }: HistoryVerified, width: number, paint: Paint): readonly string[] {
  const more = faultCount - faults.length
  return [
    `${paint('✗ The history is not as it was written', 'failed')}: ${plural(faultCount, 'place', 'places')}`,
    ...faults.flatMap(({ message }) => wrappedText(stripControl(message), width - 4).map((line, index) => `${index === 0 ? '  · ' : '    '}${line}`)),
    ...(more > 0 ? [`  · and ${more} more`] : []),
    ...wrappedText(problem?.next ?? '', width - 2).map((line) => `  ${line}`)
  ]
}

const signedWords = ({ signed }: SignaturesView, records: number): string => (signed === records ? 'all signed' : `${signed} signed`)

function signatureLines({ signed, unsigned, unchecked, signers, allowedSigners }: SignaturesView, records: number): readonly string[] {
  if (signed === 0) return records === 0 ? [] : ['No record is signed.']
  const parts = [...signers.map((one) => signerWords(one, allowedSigners)), ...(unchecked > 0 ? [`${unchecked} not checked`] : []), ...(unsigned > 0 ? [`${unsigned} not signed`] : [])]
  return [`Signed: ${parts.join('; ')}`]
}

function signerWords({ by, key, listed, records }: SignedBy, allowedSigners: string | null): string {
  if (listed) return `${records} by ${stripControl(by)} (${key})`
  return `${records} by ${key}, ${allowedSigners === null ? 'signer not listed: backstep.yaml names no allowed signers' : `who is not in ${stripControl(allowedSigners)}`}`
}

function registryLines({ matched, notHere }: NonNullable<HistoryVerified['registry']>): readonly string[] {
  const here = matched === 0 ? [] : [`The registry names ${plural(matched, 'record', 'records')}, as here`]
  return [...here, ...(notHere === 0 ? [] : [`${plural(notHere, 'rollback', 'rollbacks')} of the registry ${notHere === 1 ? 'is' : 'are'} not in this history: another store has ${notHere === 1 ? 'its record' : 'their records'} (on another machine, or moved away from here), or had them`])]
}
