import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, isMajorJump, safeVersion } from './version'

describe('isMajorJump', () => {
  it.each([['v1.9.0', 'v2.0.0', true], ['2.0.0', 'v2.3.1', false], ['v2.0.0-rc.1', '1', true], ['main', 'v2.0.0', false], ['5d07be3', 'deadbee', false]])('%s, %s: %s', (a, b, jump) => {
    expect(isMajorJump(a, b)).toBe(jump)
  })
})

describe('compareVersions', () => {
  it('puts versions in the order that people expect', () => {
    const ordered = ['v0.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0', 'v1.9.0', 'v1.10.0', '2', 'build-9', 'build-10', 'main']
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered)
  })
  it('is a total order', () => {
    const version = fc.oneof(fc.stringMatching(/^v?\d\.\d{1,2}(-[a-c\d](\.\d)?)?$/), fc.stringMatching(/^[a-b\d-]{0,5}$/))
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
    }), { numRuns: 3000 })
  })
})

describe('safeVersion', () => {
  it.each(['v1.1.0', '1.0.0+build.5', 'release/2026-11', 'HEAD~1', '5d07be3', 'größe-1', 'user@2'])('takes %s', (text) => {
    expect(safeVersion(text)).toBeNull()
  })
  it.each([
    '', '  ', '-x', '--upload-pack=x', 'a;b', '$(id)', 'a$(id)', 'a`b`', '../up', 'a/../b', 'a\\b', '/etc', 'a//b', 'a/', './a', 'a/./b', 'a b', 'a\nb', 'a\u0000', 'a\u202eb', 'a|b', 'a&b', 'rev:path', 'a'.repeat(201)
  ])('refuses %j in a sentence', (text) => {
    expect(safeVersion(text)).toMatch(/^(A|The) version .+\.$/)
  })
  it('never lets a shell character or a control character through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...';&|$`()<>"\'*?[]{}!#\\ \n\u0000\u001b\u202e'), fc.string(), (a, character, b) => {
      expect(safeVersion(`a${a}${character}${b}`)).not.toBeNull()
      expect(safeVersion(`${a}${character}${b}`)).not.toMatch(/[\u0000-\u001f\u202e]/)
    }))
  })
})
