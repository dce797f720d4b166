import { describe, expect, it } from 'vitest'
import { describeWeeks, lineOf, monthsOf, squaresOf, unitOf, type Week } from './figures'

const week = (done: number, undone = 0, failed = 0, interrupted = 0): Week => ({ week: '2026-11-16T00:00:00.000Z', done, undone, failed, interrupted })

describe('rollbacks a week', () => {
  it('are squares, one on the other', () => {
    expect(squaresOf(week(1, 0, 0, 1), unitOf([week(2)]))).toEqual([{ kind: 'done', y: 36, height: 14 }, { kind: 'interrupted', y: 20, height: 14 }])
  })
  it('are bars when they are many, never higher than the chart', () => {
    const many = week(40, 5, 3, 2)
    const squares = squaresOf(many, unitOf([many]))
    expect(squares.map(({ kind }) => kind)).toEqual(['done', 'undone', 'failed', 'interrupted'])
    expect(Math.min(...squares.map(({ y }) => y))).toBeCloseTo(4)
  })
  it('are also words', () => expect(describeWeeks([week(1), week(1, 1)])).toBe('Rollbacks a week over 2 weeks: between 1 and 2, 3 in all; 2 done, 1 undone, 0 failed, 0 interrupted.'))
})

describe('time to restore', () => {
  const at = (month: string, duration: number) => ({ at: `2026-${month}-03T00:00:00.000Z`, duration })
  it('is a median for each month, in order', () =>
    expect(monthsOf([at('11', 50), at('08', 10), at('08', 30), at('11', 70), at('11', 60)])).toEqual([{ name: 'Aug', median: 20 }, { name: 'Nov', median: 60 }]))
  it('is a line from left to right, longer being higher', () => expect(lineOf([{ name: 'Aug', median: 10 }, { name: 'Nov', median: 20 }])).toBe('0.0,21.0 100.0,3.0'))
})
