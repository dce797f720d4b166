import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical'
import { substituteRun } from './differences'
import { configKey, databaseKey, registryKey, serviceKey, type Fact } from './facts'
import type { DraftStep, Plan, Step } from './plan'
import { makePlan } from './planner'
import { reachOf } from './planner/graph'
import type { PlanInput } from './planning'
import { resumePlan, stepsFound, stepsToRecord, type ResumePlan } from './resume'
import type { RunEventBody, RunState } from './run'
import { applyEvent } from './run-state'
import { events, failed, finished, fold, header, snapshotVerified, started } from './testing/run'
import { scenario } from './testing/scenario'
import { configFact, databaseFact, facts as before, foreignFact, given, restored, serviceFact, unknownFact } from './testing/shop'
import { perform } from './testing/simulate'

const seen = (input: PlanInput, facts: PlanInput['observed']['facts']): PlanInput => ({ ...input, observed: { ...input.observed, facts } })
const real = (steps: readonly Step[]): readonly Step[] => substituteRun(steps, 'run-1')
const RECORDS = { then: [], now: [] }

/** The run of a plan, killed after so many of its steps; the next was begun, and had its effect or not. */
interface Killed { readonly state: RunState; readonly input: PlanInput }
function killed(input: PlanInput, plan: Plan, done: number, inHand: 'not begun' | 'begun' | 'happened'): Killed {
  const steps = plan.steps.slice(0, done)
  const next = inHand === 'not begun' ? undefined : plan.steps[done]
  const bodies: RunEventBody[] = steps.flatMap(({ id }) => [started(id), ...(id === 'verify-snapshot' ? [snapshotVerified] : []), finished(id)])
  const state = fold(events([...bodies, ...(next ? [started(next.id)] : [])], header({ plan })))
  const happened = inHand === 'happened' && next ? [...steps, next] : steps
  return { state, input: seen(input, perform(input.observed.facts, real(happened))) }
}
const resumed = ({ state, input }: Killed, records = RECORDS): ResumePlan => resumePlan({ state, facts: input.observed.facts, records, again: makePlan(input) })

const inHand = fc.constantFrom('not begun' as const, 'begun' as const, 'happened' as const)

describe('what answers and was not started from here', () => {
  const answers = { [serviceKey('web')]: foreignFact({ installed: 'commit:2' }) }
  const stoppedAt = (input: PlanInput, id: string): ResumePlan => {
    const plan = makePlan(input)
    const stopped = killed(input, plan, plan.steps.findIndex((step) => step.id === id) + 1, 'not begun')
    return resumed({ ...stopped, input: seen(stopped.input, { ...stopped.input.observed.facts, ...answers }) })
  }

  it('is shown and confirmed where its service is to be started, or its data to be replaced', () => {
    const sentence = 'web is answered for at http://127.0.0.1:4100 (process 4711) by what was not started from here'
    expect(stoppedAt(given(), 'stop/api@local')).toMatchObject({ nothingNew: false, foreign: [sentence] })
    expect(stoppedAt(given({ databases: [restored] }), 'stop/api@local')).toMatchObject({ nothingNew: false, foreign: [sentence] })
  })
})

describe('going on after a kill', () => {
  it('ends as a run that was never interrupted, with nothing to confirm, wherever it was killed', () => {
    fc.assert(fc.property(scenario, fc.nat(), inHand, (input, at, hand) => {
      const plan = makePlan(input)
      fc.pre(Object.keys(plan.wanted).every((key) => input.observed.facts[key]?.known === true))
      const whole = perform(input.observed.facts, real(plan.steps))
      const stopped = killed(input, plan, at % (plan.steps.length + 1), hand)
      const { steps, nothingNew, unconfirmed, foreign } = resumed(stopped)
      expect({ unconfirmed, foreign, nothingNew }).toEqual({ unconfirmed: [], foreign: [], nothingNew: true })
      expect(perform(stopped.input.observed.facts, real(steps))).toEqual(whole)
    }), { numRuns: 150 })
  })

  it('ends the same when the resume is killed too', () => {
    fc.assert(fc.property(scenario, fc.nat(), fc.nat(), (input, first, second) => {
      const plan = makePlan(input)
      fc.pre(plan.steps.length > 0 && Object.keys(plan.wanted).every((key) => input.observed.facts[key]?.known === true))
      const once = killed(input, plan, first % (plan.steps.length + 1), 'begun')
      const again = resumed(once)
      const part = again.steps.slice(0, second % (again.steps.length + 1))
      const bodies: RunEventBody[] = [{ type: 'run-resumed', actor: { user: 'a', host: 'b' }, epoch: 2 }, ...part.flatMap(({ id }) => [started(id, 2), ...(id === 'verify-snapshot' ? [snapshotVerified] : []), finished(id)])]
      const state = bodies.reduce<RunState>((now, body) => applyEvent(now, { ...body, runId: 'run-1', seq: now.seq + 1, at: now.header.startedAt }), once.state)
      const twice = { state, input: seen(input, perform(once.input.observed.facts, real(part))) }
      const { steps, nothingNew } = resumed(twice)
      expect(nothingNew).toBe(true)
      expect(perform(twice.input.observed.facts, real(steps))).toEqual(perform(input.observed.facts, real(plan.steps)))
    }), { numRuns: 100 })
  })

  it('leaves no step open in the journal: each was performed, or found done, but those whose end was recorded', () => {
    fc.assert(fc.property(scenario, fc.nat(), inHand, (input, at, hand) => {
      const plan = makePlan(input)
      fc.pre(Object.keys(plan.wanted).every((key) => input.observed.facts[key]?.known === true))
      const { state, input: now } = killed(input, plan, at % (plan.steps.length + 1), hand)
      const { steps } = resumed({ state, input: now })
      const found = stepsFound(state, steps)
      const ended = plan.steps.filter(({ id }) => state.steps[id]?.status === 'done').map(({ id }) => id)
      expect(found.filter((id) => ended.includes(id) || steps.some((step) => step.id === id))).toEqual([])
      const bodies: RunEventBody[] = [{ type: 'run-resumed', actor: { user: 'a', host: 'b' }, epoch: 2, found }, ...steps.flatMap(({ id }) => [started(id, 2), finished(id)])]
      const over = bodies.reduce<RunState>((was, body) => applyEvent(was, { ...body, runId: 'run-1', seq: was.seq + 1, at: was.header.startedAt }), state)
      expect(Object.values(over.steps).filter(({ status }) => status !== 'done')).toEqual([])
      for (const id of found) expect(over.steps[id]).toMatchObject({ duration: null, evidence: { observed: 'Found done when the run went on.' } })
    }), { numRuns: 100 })
  })

  it('keeps the order that was confirmed, has no circle, and takes a snapshot only where none is verified', () => {
    fc.assert(fc.property(scenario, fc.nat(), inHand, (input, at, hand) => {
      const plan = makePlan(input)
      const stopped = killed(input, plan, at % (plan.steps.length + 1), hand)
      const { steps } = resumed(stopped)
      const was = reachOf(new Map(plan.steps.map(({ id, after }) => [id, after])))
      const is = reachOf(new Map([...plan.steps, ...steps].map(({ id, after }) => [id, after])))
      for (const step of steps) {
        expect(is(step.id).has(step.id)).toBe(false)
        for (const other of steps) if (was(step.id).has(other.id)) expect(is(step.id).has(other.id), `${step.id} after ${other.id}`).toBe(true)
      }
      if (stopped.state.snapshot !== null) expect(steps.some(({ phase }) => phase === 'snapshot')).toBe(false)
    }), { numRuns: 100 })
  })
})

const input = given({ databases: [restored] })
const plan = makePlan(input)
const at = (id: string): number => plan.steps.findIndex((step) => step.id === id)
/** Killed before this step, with something else than it left there. */
const changedBefore = (id: string, changed: Readonly<Record<string, Fact>>, records = RECORDS): ResumePlan => {
  const stopped = killed(input, plan, at(id), 'not begun')
  return resumed({ ...stopped, input: seen(stopped.input, { ...stopped.input.observed.facts, ...changed }) }, records)
}
const runs = { release: 'commit:9', command: 'by hand', config: {}, data: {} }

describe('what somebody else changed', () => {
  it.each<[string, string, Readonly<Record<string, Fact>>, string]>([
    ['a file that was not written yet', 'write/.env.staging', { [configKey('.env.staging')]: configFact('edited') }, '.env.staging was changed'],
    ['a file that was written', 'swap/main', { [configKey('.env.staging')]: configFact('edited') }, '.env.staging was changed'],
    ['a file that came back', 'swap/main', { [configKey('config/web.json')]: configFact('back') }, 'config/web.json was changed'],
    ['a service started by hand', 'swap/main', { [serviceKey('web')]: serviceFact({ installed: 'commit:1', runs }) }, 'web was restarted: it runs commit:9, it was commit:2'],
    ['a service stopped by hand', 'stop/web@local', { [serviceKey('worker')]: serviceFact({ state: 'stopped', installed: 'commit:2' }) }, 'worker was stopped'],
    ['another database', 'swap/main', { [databaseKey('main')]: databaseFact('file:9:9') }, 'main was replaced by another database'],
    ['another schema', 'swap/main', { [databaseKey('main')]: databaseFact('file:1:2', 'schema-9') }, 'the schema of main was changed'],
    ['what cannot be seen', 'swap/main', { [serviceKey('api')]: unknownFact }, 'api cannot be observed now: It does not answer']
  ])('%s', (_, killedBefore, changed, sentence) => {
    const { foreign, nothingNew } = changedBefore(killedBefore, changed)
    expect(foreign).toEqual([sentence])
    expect(nothingNew).toBe(false)
  })

  it('a deployment that was recorded meanwhile', () => {
    // Only what is told of a record.
    const record = { id: 'deploy-9', version: 'v2.1.0', status: 'success', rollback: false }
    const registry: Fact = { known: true, is: { kind: 'registry', digest: 'other' }, seen: { deployments: 3 } }
    expect(changedBefore('swap/main', { [registryKey('staging')]: registry }, { then: [], now: [record] as never }).foreign).toEqual(['a deployment v2.1.0 was recorded meanwhile'])
  })

  it('is not a process that ended by itself, nor what a step in hand leaves half-way', () => {
    const gone = Object.fromEntries(['web', 'api', 'worker'].map((name) => [serviceKey(name), serviceFact({ state: 'gone', installed: 'commit:2' })]))
    expect(changedBefore('stop/web@local', gone).foreign).toEqual([])
    const swapping = killed(input, plan, at('swap/main'), 'begun')
    expect(resumed({ ...swapping, input: seen(swapping.input, { ...swapping.input.observed.facts, [databaseKey('main')]: databaseFact(null, null) }) }).foreign).toEqual([])
  })
})

describe('steps that were never confirmed', () => {
  it('are told, and wait for what they need', () => {
    // Somebody removed what was written: it has to be written again, as confirmed. Somebody deployed another web: it has to be stopped again.
    expect(changedBefore('swap/main', { [configKey('.env.staging')]: configFact('edited') }).unconfirmed).toEqual([])
    const other = given({ databases: [restored] }, { [serviceKey('worker')]: serviceFact({ state: 'stopped', installed: 'commit:1' }) })
    const confirmed = makePlan(other)
    expect(confirmed.steps.some(({ id }) => id === 'stop/worker@local')).toBe(false)
    const place = confirmed.steps.findIndex(({ id }) => id === 'swap/main')
    const stopped = killed(other, confirmed, place, 'not begun')
    const now = { ...stopped, input: seen(stopped.input, { ...stopped.input.observed.facts, [serviceKey('worker')]: serviceFact({ installed: 'commit:1', runs }) }) }
    const { unconfirmed, steps, nothingNew } = resumed(now)
    expect(unconfirmed.map(({ id }) => id)).toEqual(['stop/worker@local'])
    expect(nothingNew).toBe(false)
    const waits = reachOf(new Map(steps.map(({ id, after }) => [id, after])))
    expect(waits('swap/main').has('stop/worker@local')).toBe(true)
    expect(stepsToRecord(stopped.state.header.plan, steps)).toBe(steps)
  })

  it('are none where only the order of what is done is missing', () => {
    const stopped = killed(input, plan, at('swap/main'), 'not begun')
    expect(stepsToRecord(stopped.state.header.plan, resumed(stopped).steps)).toBeUndefined()
  })
})

describe('what may not happen twice', () => {
  const hook: Step = {
    id: 'hook/announce', phase: 'config', resource: serviceKey('web'), host: 'local', title: 'Announce', effect: 'changes', relies: [], expects: {}, after: ['verify-snapshot'],
    action: { kind: 'exec', argv: ['announce'], cwd: '/srv', timeout: 1000, once: true }
  }
  const withHook: Plan = { ...plan, steps: [...plan.steps.slice(0, at('swap/main')), hook, ...plan.steps.slice(at('swap/main')).map((step) => (step.id === 'swap/main' ? { ...step, after: [...step.after, hook.id] } : step))] }
  const stateAfter = (bodies: readonly RunEventBody[]): Killed => {
    const done = killed(input, withHook, at('swap/main'), 'not begun')
    const state = bodies.reduce<RunState>((now, body) => applyEvent(now, { ...body, runId: 'run-1', seq: now.seq + 1, at: now.header.startedAt }), done.state)
    return { ...done, state }
  }
  const ids = (steps: readonly DraftStep[]): readonly string[] => steps.map(({ id }) => id)

  it('is left to do when it was not begun, and done when it ended', () => {
    const open = resumed(stateAfter([]))
    expect([ids(open.unsure), ids(open.steps).includes(hook.id), open.nothingNew]).toEqual([[], true, true])
    const over = resumed(stateAfter([started(hook.id), finished(hook.id)]))
    expect([ids(over.unsure), ids(over.steps).includes(hook.id), over.nothingNew]).toEqual([[], false, true])
  })

  it('asks when it was begun and not ended, also when it failed', () => {
    for (const bodies of [[started(hook.id)], [started(hook.id), failed(hook.id)]]) {
      const { unsure, nothingNew } = resumed(stateAfter(bodies))
      expect([ids(unsure), nothingNew]).toEqual([[hook.id], false])
    }
  })
})

it('gives the same hash for the same, and another once anything differs', () => {
  const hash = changedBefore('swap/main', {}).hash
  expect(changedBefore('swap/main', {}).hash).toBe(hash)
  expect(changedBefore('swap/main', { [configKey('.env.staging')]: configFact('edited') }).hash).not.toBe(hash)
  expect(changedBefore('write/.env.staging', {}).hash).not.toBe(hash)
  expect(canonicalJson(before)).toBe(canonicalJson(input.observed.facts))
})
