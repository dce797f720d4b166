import { plural } from '../text'
import type { HistoryVerified } from '../views'

/** What keeps the history from being signed by known people alone; null when nothing does. */
export function notAllSigned({ records, signatures: { signed, unchecked, signers } }: HistoryVerified): string | null {
  if (signed < records) return `${plural(records - signed, 'record is', 'records are')} not signed.`
  if (unchecked > 0) return `${plural(unchecked, 'signature was', 'signatures were')} not checked.`
  const unknown = signers.filter(({ listed }) => !listed).reduce((sum, one) => sum + one.records, 0)
  return unknown === 0 ? null : `${plural(unknown, 'record is', 'records are')} signed by a key that the project does not list.`
}
