/** A record seals the journal of its run: that an event was changed, removed or put in shows, as it does for records. */
import { sha256Hex } from '../canonical'
import type { JournalSeal } from '../run'
import type { Digest } from './read-record'

/** `texts`: JSON of each event, in their order, as the store keeps it. */
export const sealJournal = (texts: readonly string[], digest: Digest = sha256Hex): JournalSeal =>
  ({ events: texts.length, hash: digest(texts.map((text) => `${text}\n`).join('')) })

/** True also when warnings came to the run after its end, which are told apart by their kind. */
export function journalHolds(seal: JournalSeal, texts: readonly string[], digest?: Digest): boolean {
  const sealed = texts.slice(0, seal.events)
  return sealed.length === seal.events && sealJournal(sealed, digest).hash === seal.hash && texts.slice(seal.events).every(isWarning)
}

function isWarning(text: string): boolean {
  try {
    const value = JSON.parse(text) as { readonly type?: unknown } | null
    return value?.type === 'run-warned'
  } catch {
    return false
  }
}
