import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, bytes, dayTime, durationInSentence, durationInTable, fullTime, listOf, plural, runningClock, shortCommit, shortHash, span, stripControl, stripControlLines, zoneName } from './text'

describe('durations and amounts', () => {
  it.each([[0, '0 s'], [0.2, '1 ms'], [30, '30 ms'], [99.4, '100 ms'], [99.6, '0.1 s'], [400, '0.4 s'], [9_949, '9.9 s'], [9_960, '10 s'], [14_000, '14 s'], [59_499, '59 s'], [59_600, '1 min'], [80_000, '1 min 20 s'], [3_599_600, '1 h 00'], [3_720_000, '1 h 02'], [-5, '0 s']])('%d ms in a sentence: %s', (ms, text) => {
    expect(durationInSentence(ms)).toBe(text)
  })
  it.each([[0, '0:00'], [-5, '0:00'], [30, '30 ms'], [340, '0.3 s'], [949, '0.9 s'], [951, '0:01'], [54_000, '0:54'], [723_000, '12:03'], [3_720_000, '1 h 02'], [3_599_600, '1 h 00']])('%d ms in a table: %s', (ms, text) => {
    expect(durationInTable(ms)).toBe(text)
  })
  it('runs from 0:00', () => expect([0, 340, 54_000].map(runningClock)).toEqual(['0:00', '0:00', '0:54']))
  it.each([[96, '96 bytes'], [1, '1 byte'], [412_000, '412 KB'], [2_300_000_000, '2.3 GB'], [999_600, '1.0 MB'], [5e15, '5000 TB']])('%d bytes: %s', (n, text) => {
    expect(bytes(n)).toBe(text)
  })
  it.each([[4_000, '4 s'], [47 * 60_000, '47 min'], [9 * 3_600_000, '9 h'], [7 * 86_400_000 + 5, '7 days'], [47 * 3_600_000, '47 h']])('%d ms lasting: %s', (ms, text) => {
    expect(span(ms)).toBe(text)
  })
  it('writes amounts, counts, lists and hashes', () => {
    expect(amount(1240)).toBe('1,240')
    expect(plural(1, 'service', 'services')).toBe('1 service')
    expect(plural(1200, 'service', 'services')).toBe('1,200 services')
    expect([[], ['web'], ['web', 'api'], ['web', 'api', 'worker']].map((names) => listOf(names))).toEqual(['', 'web', 'web and api', 'web, api and worker'])
    expect(listOf(['undo', 'resume', 'abandon'], 'or')).toBe('undo, resume or abandon')
    expect(shortHash('7c1e9a04ffff')).toBe('7c1e 9a04')
    expect(shortCommit('7c1e9a04ffff')).toBe('7c1e9a0')
  })
})

describe('times', () => {
  it('writes UTC', () => {
    expect(dayTime('2026-11-21T09:00:12.000Z', 'utc')).toBe('21 Nov 09:00')
    expect(dayTime('2026-09-03T00:05:00.000Z', 'utc')).toBe('3 Sep 00:05')
    expect(dayTime('2025-11-21T09:00:12.000Z', 'utc', '2026-01-01T00:00:00.000Z')).toBe('21 Nov 2025 09:00')
    expect(fullTime('2026-09-03T00:05:09.000Z', 'utc')).toBe('2026-09-03 00:05:09')
  })
  it('gives back what is no date, made harmless', () => {
    expect(dayTime('soon\u001b[31m', 'utc')).toBe('soon')
  })
  it('agrees with the zone of this machine', () => {
    fc.assert(fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      const clock = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
      expect(dayTime(date.toISOString(), 'local')).toMatch(new RegExp(`^${date.getDate()} [A-Z][a-z]{2} ${clock}$`))
    }))
  })
  it('names the zone', () => {
    expect(zoneName('utc', '2026-11-21T09:00:00.000Z')).toBe('UTC')
    expect(zoneName('local', '2026-11-21T09:00:00.000Z')).toMatch(/^UTC([+−]\d{1,2}(:\d\d)?)?$/)
  })
})

describe('stripControl', () => {
  it('removes escapes and shows what is left of them', () => {
    expect(stripControl('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u009b2Jy')).toBe('red xy')
    expect(stripControl('\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\')).toBe('link')
    expect(stripControl('a\nb\u0000c\u007f')).toBe('a␊b␀c␡')
    expect(stripControl('abc\u202etxt.exe')).toBe('abc‹U+202E›txt.exe')
    expect(stripControl('tab\tstays, ünïcode 漢字 😀')).toBe('tab\tstays, ünïcode 漢字 😀')
    expect(stripControlLines('a\r\nb\u0007\nc')).toBe('a\nb␇\nc')
  })
  it('leaves nothing that a terminal or a reader could be fooled with, and is stable', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[', '\u001b]', '\u009b', '\u202e', '\u2066'), fc.string({ unit: 'binary' }), (a, escape, b) => {
      const shown = stripControl(a + escape + b)
      expect(shown).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
      expect(stripControl(shown)).toBe(shown)
    }))
  })
})
