import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantOf } from './instant'

it('gives back an instant as it is, and nothing that no clock shows', () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true, min: new Date('0000-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z') }), (date) => {
    expect(instantOf(date.toISOString())).toBe(date.toISOString())
  }))
  const part = (most: number, digits = 2) => fc.nat(most).map((n) => String(n).padStart(digits, '0'))
  fc.assert(fc.property(part(9999, 4), part(13), part(32), part(25), part(61), part(61), part(999, 3), (year, month, day, hour, minute, second, ms) => {
    const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`
    const date = new Date(text)
    const real = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) ? date.toISOString() : null
    if (hour !== '24') expect(instantOf(text)).toBe(real)
  }), { numRuns: 2000 })
})
