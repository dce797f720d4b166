import { expect, it } from 'vitest'
import { random } from './random'

it('gives the same for the same seed and words, and something else for others', () => {
  const numbers = (...words: readonly (string | number)[]): number[] => Array.from({ length: 20 }, ((from) => () => from.below(1_000_000))(random('seed', ...words)))
  expect(numbers('a', 1)).toEqual(numbers('a', 1))
  expect(numbers('a', 1)).not.toEqual(numbers('a', 2))
})

it('shuffles without losing any, and picks from all', () => {
  const chance = random('seed')
  expect(chance.shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5])
  expect(new Set(Array.from({ length: 200 }, () => chance.pick(['a', 'b', 'c']))).size).toBe(3)
  expect(() => chance.pick([])).toThrow('nothing')
})
