import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '../differences'
import { databaseKey } from '../facts'
import { PHASES } from '../plan'
import type { Plan, Step } from '../plan'
import type { PlanInput } from '../planning'
import { scenario } from '../testing/scenario'
import { perform } from '../testing/simulate'
import { makePlan, stepOrder, verifyPlanHash } from './index'
import { reachOf } from './graph'

const seen = (input: PlanInput, facts: PlanInput['observed']['facts']): PlanInput => ({ ...input, observed: { ...input.observed, facts } })
const end = (input: PlanInput, plan: Plan): PlanInput => seen(input, perform(input.observed.facts, plan.steps))
const check = (property: (input: PlanInput) => void): void => { fc.assert(fc.property(scenario, property), { numRuns: 300 }) }
const waitsFor = (plan: Plan): ((step: string, first: string) => boolean) => {
  const reach = reachOf(new Map(plan.steps.map(({ id, after }) => [id, after] as const)))
  return (step, first) => reach(step).has(first)
}
const isSoFor = (plan: Plan) => plan.steps.map(({ id, action, after }) => ({ id, action, after }))

describe('the planner', () => {
  it('converges in one pass', () => {
    check((input) => {
      const after = end(input, makePlan(input))
      const again = makePlan(after)
      expect(differences(after.observed.facts, again.wanted)).toEqual([])
      expect(again.steps).toEqual([])
    })
  })

  it('plans no change of what is already so', () => {
    check((input) => {
      const plan = makePlan(input)
      const different = new Set(differences(input.observed.facts, plan.wanted).map(({ key }) => key))
      const swapped = plan.definition.databases.filter(({ name }) => different.has(databaseKey(name)))
      for (const step of plan.steps.filter(({ effect }) => effect !== 'reads')) {
        const name = /^service:(.*)@/.exec(step.resource)?.[1]
        const usesSwapped = name !== undefined && swapped.some(({ usedBy }) => usedBy === null || usedBy.includes(name))
        expect(different.has(step.resource) || usesSwapped, step.id).toBe(true)
      }
      if (different.size === 0) expect(plan.steps).toEqual([])
    })
  })

  it('names each step once, waits in no circle, and stands in the order of its phases', () => {
    check((input) => {
      const plan = makePlan(input)
      expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length)
      expect(stepOrder(plan)).toEqual(plan.steps)
      const places = plan.steps.map(({ phase }) => PHASES.indexOf(phase))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      const waits = waitsFor(plan)
      for (const step of plan.steps) {
        expect(waits(step.id, step.id)).toBe(false)
        for (const other of plan.steps) if (PHASES.indexOf(other.phase) < PHASES.indexOf(step.phase)) expect(waits(step.id, other.id), `${step.id} after ${other.id}`).toBe(true)
      }
    })
  })

  it('stops dependents first and starts them last', () => {
    check((input) => {
      const plan = makePlan(input)
      const waits = waitsFor(plan)
      const needs = reachOf(new Map(plan.definition.services.map(({ name, dependsOn }) => [name, dependsOn] as const)))
      const nameOf = ({ resource }: Step): string => /^service:(.*)@/.exec(resource)?.[1] ?? ''
      const inPhase = (phase: string): readonly Step[] => plan.steps.filter((step) => step.phase === phase)
      for (const [phase, isFirst] of [['start', true], ['stop', false]] as const) {
        for (const one of inPhase(phase)) for (const other of inPhase(phase)) {
          if (!needs(nameOf(one)).has(nameOf(other))) continue
          expect(isFirst ? waits(one.id, other.id) : waits(other.id, one.id), `${one.id} ${other.id}`).toBe(true)
        }
      }
    })
  })

  it('relies on nothing that was neither observed nor expected before', () => {
    check((input) => {
      const plan = makePlan(input)
      const expected = new Set<string>()
      for (const step of plan.steps) {
        for (const key of step.relies) expect(key in input.observed.facts || expected.has(key), `${step.id} ${key}`).toBe(true)
        for (const key of Object.keys(step.expects)) expected.add(key)
      }
      for (const key of Object.keys(plan.relies)) expect(input.observed.facts[key]).toMatchObject({ known: true, is: plan.relies[key] })
    })
  })

  it('gives the same hash for the same input, whatever the order and the hour', () => {
    check((input) => {
      const plan = makePlan(input)
      const facts = Object.fromEntries(Object.entries(input.observed.facts).reverse())
      const again = makePlan({ ...input, observed: { ...input.observed, facts, at: '2030-01-01T00:00:00.000Z' } })
      expect(again.hash).toBe(plan.hash)
      expect(isSoFor(again)).toEqual(isSoFor(plan))
      expect(verifyPlanHash(plan)).toBe(true)
      expect(verifyPlanHash(JSON.parse(JSON.stringify(plan)) as Plan)).toBe(true)
    })
  })
})
