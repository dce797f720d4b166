import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8, invalidUtf8At } from './utf8'

describe('UTF-8', () => {
  it('decodes what it encodes and keeps a BOM', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeUtf8(encodeUtf8(`\ufeff${text}`))).toBe(`\ufeff${text}`)
    }))
  })
  it('finds an invalid byte exactly where the decoder finds one', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const at = invalidUtf8At(bytes)
      expect(at === -1).toBe(decodeUtf8(bytes) !== null)
      if (at !== -1) expect(decodeUtf8(bytes.slice(0, at))).not.toBeNull()
    }), { numRuns: 2000 })
  })
  it('refuses surrogates, overlong forms and what is cut off', () => {
    for (const bytes of [[0x41, 0xed, 0xa0, 0x80], [0x41, 0xc0, 0x80], [0x41, 0xe2, 0x82], [0x41, 0xf5, 0x80, 0x80, 0x80]]) {
      expect(invalidUtf8At(new Uint8Array(bytes))).toBe(1)
    }
  })
})
