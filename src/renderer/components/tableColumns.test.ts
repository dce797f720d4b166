import fc from 'fast-check'
import { expect, it } from 'vitest'
import { templateOf } from './tableColumns'

it('writes shares while the room is not known', () => {
  expect(templateOf([124, '9fr', '1.5fr'], undefined)).toBe('124px minmax(0, 9fr) minmax(0, 1.5fr)')
})

it('shares all of the room in whole pixels, each column within one of its due', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.nat(200), fc.integer({ min: 1, max: 20 }).map((share): `${number}fr` => `${share}fr`)), { minLength: 1 }), fc.nat(4000), (widths, room) => {
    const pixels = templateOf(widths, room).split(' ').map((width) => Number(/^(\d+)px$/.exec(width)?.[1]))
    const fixed = widths.reduce<number>((sum, width) => sum + (typeof width === 'number' ? width : 0), 0)
    const shares = widths.reduce<number>((sum, width) => sum + (typeof width === 'number' ? 0 : Number.parseFloat(width)), 0)
    const rest = Math.max(0, room - fixed)
    if (shares > 0) expect(pixels.reduce((sum, one) => sum + one, 0)).toBe(fixed + rest)
    widths.forEach((width, index) => {
      const due = typeof width === 'number' ? width : (rest * Number.parseFloat(width)) / shares
      expect(Math.abs((pixels[index] ?? Number.NaN) - due)).toBeLessThanOrEqual(1)
    })
  }))
})
