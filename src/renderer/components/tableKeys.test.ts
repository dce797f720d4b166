import { describe, expect, it } from 'vitest'
import { nextRow, rangeWith } from './tableKeys'

describe('moving through rows', () => {
  it.each([
    ['ArrowDown', -1, 0], ['ArrowDown', 5, 6], ['ArrowDown', 99, 99], ['ArrowUp', 0, 0], ['ArrowUp', -1, 0],
    ['PageDown', 5, 25], ['PageDown', 95, 99], ['PageUp', 5, 0], ['Home', 50, 0], ['End', 50, 99]
  ] as const)('%s from %d leads to %d', (key, from, to) => expect(nextRow(key, from, 100, 20)).toBe(to))
  it('leaves other keys alone', () => expect(nextRow('a', 3, 100, 20)).toBeUndefined())
  it('stays put in an empty table', () => expect(nextRow('End', -1, 0, 20)).toBeUndefined())
})

describe('the rows that exist', () => {
  it('are those in sight and the selected one', () => {
    expect(rangeWith(10, 12, 100, -1)).toEqual([10, 11, 12])
    expect(rangeWith(10, 12, 100, 11)).toEqual([10, 11, 12])
    expect(rangeWith(10, 12, 100, 50)).toEqual([10, 11, 12, 50])
    expect(rangeWith(10, 12, 100, 3)).toEqual([3, 10, 11, 12])
    expect(rangeWith(10, 12, 100, 100)).toEqual([10, 11, 12])
    expect(rangeWith(0, -1, 0, -1)).toEqual([])
  })
})
