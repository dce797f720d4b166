import { expect, it } from 'vitest'
import { lateIn, linesOf } from './log'

const late = (...lines: readonly string[]): number => lateIn(linesOf(lines.map((line) => `${line} 1\n`).join(''))).length

it('finds nothing where each holder follows the one before', () => {
  expect(late('hold 1 10', 'step 1 10', 'hold 3 11', 'step 3 11', 'step 3 11')).toBe(0)
})

it('finds a step of one that was overtaken, and two with the same epoch', () => {
  expect(late('hold 1 10', 'hold 3 11', 'step 1 10')).toBe(1)
  expect(late('hold 3 10', 'hold 3 11')).toBe(1)
})
