import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson, sha256Hex } from './canonical'

describe('canonicalJson', () => {
  it('writes the example of RFC 8785', () => {
    const value = { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
  })
  it('sorts keys by UTF-16 units and does not care for their order', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, '\ufb33': 5 })).toBe('{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}')
  })
  it('refuses what is no JSON', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, '\ud800']) expect(() => canonicalJson(value)).toThrow()
  })
  it('keeps the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }))
  })
})

describe('sha256Hex', () => {
  it('hashes text as UTF-8, and bytes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const expected = createHash('sha256').update(text, 'utf8').digest('hex')
      expect(sha256Hex(text)).toBe(expected)
      expect(sha256Hex(new Uint8Array(Buffer.from(text, 'utf8')))).toBe(expected)
    }))
  })
})
