import canonicalize from 'canonicalize'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from './utf8'

/** Canonical JSON (RFC 8785): the same value gives the same text, whatever the order of its keys. Throws for what is no JSON. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('There is no canonical JSON of undefined.')
  return text
}

/** SHA-256 as 64 hexadecimal digits; text is hashed as UTF-8. */
export const sha256Hex = (content: string | Uint8Array): string =>
  bytesToHex(sha256(typeof content === 'string' ? encodeUtf8(content) : content))
