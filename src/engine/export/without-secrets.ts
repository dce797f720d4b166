import type { Export } from '../../domain/document'
import { maskedIn } from '../hosts/masking'

/** Hashes hold no secret, and a text that came before needs no second look: a history has many of both. */
const HASH = /^[0-9a-f]{64}$/

/** The export with every text masked. `data.masked` says whether that changed a text: hashes over such a record cannot be made anew. */
export function withoutSecrets(exported: Export, mask: (text: string) => string): Export {
  const known = new Map<string, string>()
  let changed = false
  const remembered = (text: string): string => {
    if (text.length < 4 || HASH.test(text)) return text
    const masked = known.get(text) ?? mask(text)
    known.set(text, masked)
    changed ||= masked !== text
    return masked
  }
  const { name: _, ...content } = maskedIn(exported, remembered)
  return { ...content, name: exported.name, data: { ...content.data, masked: changed } }
}
