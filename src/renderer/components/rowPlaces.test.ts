import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RowPlaces } from './rowPlaces'

describe('where rows stand', () => {
  it('is plain arithmetic while all have one height', () => {
    const places = new RowPlaces(20)
    expect([places.topOf(0), places.topOf(100_000)]).toEqual([0, 2_000_000])
    expect([places.at(0), places.at(19), places.at(20), places.at(1_999_999)]).toEqual([0, 0, 1, 99_999])
  })

  it('follows the rows that differ, also when they change again', () => {
    const places = new RowPlaces(20)
    expect(places.measured(3, 60)).toBe(40)
    expect(places.measured(3, 60)).toBe(0)
    expect([places.topOf(3), places.topOf(4)]).toEqual([60, 120])
    expect([places.at(60), places.at(119), places.at(120)]).toEqual([3, 3, 4])
    expect(places.measured(3, 20)).toBe(-40)
    expect(places.topOf(4)).toBe(80)
    places.measured(1, 40)
    places.forget()
    expect(places.topOf(4)).toBe(80)
  })

  it('agrees with adding up every height', () => {
    const heights = fc.array(fc.constantFrom(20, 20, 20, 40, 60, 10), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(heights, fc.nat(), (all, anywhere) => {
      const places = new RowPlaces(20)
      all.forEach((height, row) => places.measured(row, height))
      const tops = all.map((_, row) => all.slice(0, row).reduce((sum, height) => sum + height, 0))
      const total = all.reduce((sum, height) => sum + height, 0)
      expect(all.map((_, row) => places.topOf(row))).toEqual(tops)
      expect(places.topOf(all.length)).toBe(total)
      const place = anywhere % total
      expect(places.at(place)).toBe(tops.findLastIndex((top) => top <= place))
    }))
  })
})
