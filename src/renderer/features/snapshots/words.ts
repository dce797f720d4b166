/** What the Snapshots screen says, in words. */
import type { VerifyLevel } from '../../../domain/snapshot-policy'
import type { SnapshotRow, UntriedSnapshot } from '../../../domain/views'
import { formatCount } from '../../format'

/** How a verification of some went; `of` were asked for. */
export function verifiedSentence(rows: readonly SnapshotRow[], level: VerifyLevel, of: number, untried: readonly UntriedSnapshot[] = []): { readonly text: string; readonly ok: boolean } {
  const damaged = rows.filter(({ verified }) => verified?.ok !== true).length
  const shut = new Set(untried.map(({ id }) => id))
  const lost = level === 'intact' ? 0 : rows.filter(({ id, verified, restorable }) => verified?.ok === true && restorable?.ok !== true && !shut.has(id)).length
  const stopped = rows.length < of ? ` ${formatCount(of - rows.length, 'snapshot')} ${of - rows.length === 1 ? 'was' : 'were'} not looked at.` : ''
  if (untried[0] && rows.length === 1) return { text: `It was not restored to try: ${untried[0].why}`, ok: false }
  if (damaged + lost + shut.size === 0) return { text: `${wellWords(rows.length, level)}${stopped}`, ok: true }
  const parts = [...(damaged > 0 ? [`${damaged} not intact`] : []), ...(lost > 0 ? [`${lost} not restorable`] : []), ...(shut.size > 0 ? [`${shut.size} not tried, as no key is here`] : [])]
  return { text: `Of ${formatCount(rows.length, 'snapshot')}: ${parts.join(', ')}.${stopped}`, ok: false }
}

function wellWords(count: number, level: VerifyLevel): string {
  const how = level === 'intact' ? 'intact' : 'intact, and could be restored to try'
  return count === 1 ? `The snapshot is ${how}.` : `All ${formatCount(count, 'snapshot')} are ${how}.`
}

/** `for 2 keys; the key is here`. */
export function encryptionWords(encryption: SnapshotRow['encryption']): string {
  if (encryption === null) return 'No: whoever can read the folder can read it'
  return `For ${formatCount(encryption.keys, 'key')}; ${encryption.here ? 'one is on this machine' : encryption.keys === 1 ? 'it is not on this machine' : 'none is on this machine'}`
}
