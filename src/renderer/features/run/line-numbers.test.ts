import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeIn, withMore } from './line-numbers'

const some = fc.array(fc.nat(50), { maxLength: 20 })
const rising = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b)

it('keeps every number once, in order', () => {
  fc.assert(fc.property(some, some, (first, more) => { expect(withMore(rising(first), more)).toEqual(rising([...first, ...more])) }))
})
it('copies nothing for what belongs at the end', () => {
  const numbers = [1, 2]
  expect(withMore(numbers, [3, 5])).toBe(numbers)
  expect(numbers).toEqual([1, 2, 3, 5])
})
it('finds a place', () => {
  fc.assert(fc.property(some, fc.nat(50), (numbers, wanted) => { expect(placeIn(rising(numbers), wanted)).toBe(rising(numbers).indexOf(wanted)) }))
})
