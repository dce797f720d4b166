import { describe, expect, it } from 'vitest'
import { formatAge, formatAmount, formatBytes, formatClock, formatCount, formatMoment, formatRecent, formatSpan, formatTime, zoneName } from './format'

const now = Date.UTC(2026, 10, 22, 3, 12, 4)

describe('amounts', () => {
  it('separates thousands', () => expect(formatAmount(1240)).toBe('1,240'))
  it('counts', () => {
    expect(formatCount(1, 'service')).toBe('1 service')
    expect(formatCount(1240, 'row')).toBe('1,240 rows')
    expect(formatCount(2, 'copy', 'copies')).toBe('2 copies')
  })
  it.each([[1, '1 byte'], [512, '512 bytes'], [2_300_000_000, '2.3 GB'], [41_000, '41 KB'], [999_600, '1.0 MB'], [5e15, '5000 TB']])(
    'writes %d bytes as %s',
    (bytes, text) => expect(formatBytes(bytes)).toBe(text)
  )
})

describe('spans', () => {
  it.each([[54_000, '0:54'], [0, '0:00'], [-5, '0:00'], [156_000, '2:36'], [3_720_000, '1 h 02'], [3_599_600, '1 h 00']])('in tables %d is %s', (ms, text) =>
    expect(formatClock(ms)).toBe(text)
  )
  it.each([[400, '0.4 s'], [1000, '1 s'], [9_960, '10 s'], [54_000, '54 s'], [59_700, '1 min'], [150_000, '2 min 30 s'], [3_720_000, '1 h 02']])(
    'in sentences %d is %s',
    (ms, text) => expect(formatSpan(ms)).toBe(text)
  )
  it.each([[4_000, '4 s'], [47 * 60_000, '47 min'], [18 * 3_600_000, '18 h'], [5 * 86_400_000, '5 days']])('what lasts %d is %s', (ms, text) =>
    expect(formatAge(ms)).toBe(text)
  )
})

describe('times', () => {
  const at = '2026-11-21T09:00:12.345Z'
  it.each([
    ['minute', '21 Nov 09:00'],
    ['second', '21 Nov 09:00:12'],
    ['day', '21 Nov'],
    ['clock', '09:00'],
    ['clock-second', '09:00:12'],
    ['clock-tenth', '09:00:12.3']
  ] as const)('as %s', (style, text) => expect(formatTime(at, { zone: 'utc', now, style })).toBe(text))
  it('names another year', () => expect(formatTime('2025-01-02T00:00:00Z', { zone: 'utc', now })).toBe('2 Jan 2025 00:00'))
  it('keeps what is no date', () => expect(formatTime('soon', { zone: 'utc', now })).toBe('soon'))
  it('knows today and yesterday', () => {
    expect(formatRecent(now - 60_000, 'utc', now)).toBe('today 03:11')
    expect(formatRecent(now - 86_400_000, 'utc', now)).toBe('yesterday')
    expect(formatRecent('2026-11-18T00:00:00Z', 'utc', now)).toBe('18 Nov')
  })
  it('says when in a sentence', () => {
    expect(formatMoment(now - 60_000, 'utc', now)).toBe('at 03:11')
    expect(formatMoment(at, 'utc', now)).toBe('on 21 Nov 09:00')
  })
  it('names the zone', () => expect(zoneName('utc')).toBe('UTC'))
})
