import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandOf, expectedOf, median } from './band'
import { makePlan } from './planner'
import { scenario } from './testing/scenario'
import { plan } from './testing/run'

const all = (ms: number): Record<string, number> => Object.fromEntries(plan.steps.map(({ id }) => [id, ms]))

describe('median', () => {
  it('is the one in the middle', () => {
    expect(median([])).toBeNull()
    expect(median([9, 1, 10])).toBe(9)
    expect(median([4, 1, 2, 100])).toBe(3)
  })
  it('leaves out what was never measured', () => {
    expect(expectedOf({ a: [1, 2], b: [] })).toEqual({ a: 2 })
  })
})

describe('bandOf', () => {
  it('follows the longest way', () => {
    const band = bandOf(plan, { ...all(1000), 'stop/worker@local': 5000 })
    // keep ∥ dump, verify · prepare · stop (worker 5 s beside web, api) · link · write · swap · start api, ready, start web, ready · verify
    expect(band).toMatchObject({ measured: true, total: 16_000, downtime: 12_000 })
    expect(band.parts.map(({ phase, down }) => `${phase}${down ? ' down' : ''}`)).toEqual(['snapshot', 'prepare', 'stop down', 'code down', 'config down', 'database down', 'start down', 'verify'])
    expect(band.parts[2]).toMatchObject({ title: 'Stop', from: 3 / 16, to: 8 / 16 })
  })

  it('says that it is not to scale when a step was not measured', () => {
    const { 'swap/main': _without, ...rest } = all(1000)
    const band = bandOf(plan, rest)
    expect(band).toMatchObject({ measured: false, total: null, downtime: null })
    expect(band.parts.map(({ from, to }) => to - from).every((width) => Math.abs(width - 1 / 8) < 1e-9)).toBe(true)
    expect(bandOf(plan, all(0)).parts[1]).toMatchObject({ from: 1 / 8, to: 2 / 8 })
  })

  it('takes nothing down without stopping and starting', () => {
    const steps = plan.steps.filter(({ phase }) => phase !== 'start')
    expect(bandOf({ steps }, all(1)).parts.some(({ down }) => down)).toBe(false)
    expect(bandOf({ steps: [] }, {})).toEqual({ measured: true, total: 0, downtime: null, parts: [] })
  })

  it('covers the whole width without gaps, whatever the plan', () => {
    fc.assert(fc.property(scenario, fc.array(fc.nat(5000), { minLength: 1 }), (input, times) => {
      const { steps } = makePlan(input)
      const { parts } = bandOf({ steps }, Object.fromEntries(steps.map(({ id }, index) => [id, times[index % times.length]!])))
      if (steps.length === 0) return
      expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([0, 1])
      for (const [index, part] of parts.entries()) {
        expect(part.to).toBeGreaterThanOrEqual(part.from)
        if (index > 0) expect(part.from).toBe(parts[index - 1]?.to)
      }
    }), { numRuns: 100 })
  })
})
