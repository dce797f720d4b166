import { describe, expect, it } from 'vitest'
import { formatCount, formatMoment, formatRecent, formatTime, zoneName } from './format'

const now = Date.UTC(2026, 10, 22, 3, 12, 4)

it('counts', () => {
  expect(formatCount(1, 'service')).toBe('1 service')
  expect(formatCount(1240, 'row')).toBe('1,240 rows')
  expect(formatCount(2, 'copy', 'copies')).toBe('2 copies')
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
