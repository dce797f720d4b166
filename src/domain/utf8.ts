/** UTF-8 in both directions. The decoder is the platform's: the same in Node, Electron and the browser. */
import { utf8ToBytes } from '@noble/hashes/utils.js'

declare const TextDecoder: new (label: string, options: { readonly fatal: boolean; readonly ignoreBOM: boolean }) => {
  decode(bytes: Uint8Array): string
}

export const encodeUtf8 = (text: string): Uint8Array => utf8ToBytes(text)

/** Number of bytes that the text takes in UTF-8. */
export const utf8Length = (text: string): number => encodeUtf8(text).length

/** The text with a BOM kept as its first character; null when the bytes are not UTF-8 (`invalidUtf8At` says where). */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Offset of the first byte that is not UTF-8, or -1. */
export function invalidUtf8At(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return -1
}

/** Length of the well-formed sequence at `at`, 0 when it is malformed or cut off (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1] ?? 0
  if (lead === 0xe0 && second < 0xa0) return 0
  if (lead === 0xed && second > 0x9f) return 0
  if (lead === 0xf0 && second < 0x90) return 0
  if (lead === 0xf4 && second > 0x8f) return 0
  return length
}
