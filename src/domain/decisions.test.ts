import { describe, expect, it } from 'vitest'
import { choicesOf, decisionOptions } from './decisions'
import type { RunEventBody } from './run'
import { serviceKey, type Fact, type Observed } from './facts'
import { endedServices, standingSentence, stateSentence, stoppedServices } from './situation'
import { events, failed, finished, fold, header, performed, problem, snapshotVerified, started } from './testing/run'
import { AT, serviceFact, unknownFact } from './testing/shop'

const NONE = { step: null, aborted: [] }
const snapshot: readonly RunEventBody[] = [...performed('keep', 'dump', 'verify-snapshot'), snapshotVerified]
const asked = (step: string | null, options: readonly ('retry' | 'skip' | 'undo' | 'stop')[]): RunEventBody => ({ type: 'decision-needed', step, options, problem })

describe('what can be decided', () => {
  it('offers undo with a verified snapshot and something to take back since', () => {
    expect(decisionOptions(fold(events([...snapshot, started('stop/web@local')])), NONE)).toEqual(['retry', 'undo', 'stop'])
    expect(decisionOptions(fold(events(snapshot)), NONE)).toEqual(['retry', 'stop'])
    expect(decisionOptions(fold(events([...snapshot, ...performed('restore')])), NONE)).toEqual(['retry', 'stop'])
    expect(decisionOptions(fold(events(performed('stop'))), NONE)).toEqual(['retry', 'stop'])
  })

  it('recommends to take back what may not simply happen twice', () => {
    const { plan, ...rest } = header()
    const once = { kind: 'exec', argv: ['node', 'down.mjs'], cwd: '/', timeout: 1000, once: true } as const
    const migrating = { ...rest, plan: { ...plan, steps: plan.steps.map((step) => (step.id === 'swap/main' ? { ...step, action: once } : step)) } }
    const about = { step: 'swap/main', aborted: [] }
    const state = fold(events([...snapshot, ...performed('stop'), started('swap/main'), failed('swap/main'), asked('swap/main', ['undo', 'retry', 'stop'])], migrating))
    expect(decisionOptions(state, about)).toEqual(['undo', 'retry', 'stop'])
    expect(choicesOf(state, false)).toMatchObject([{ decision: 'undo' }, { decision: 'retry', sentence: expect.stringMatching(/not done again\. You say first whether this happened: /) as string }, { decision: 'stop' }])
    expect(choicesOf(state, true)[1]?.sentence).toMatch(/^It happens a second time then: choose this only when you know that this is right; /)
    expect(decisionOptions(fold(events([started('swap/main'), failed('swap/main')], migrating)), about)).toEqual(['retry', 'stop'])
    expect(decisionOptions(fold(events([...snapshot, ...performed('stop'), started('swap/main'), failed('swap/main')])), about)).toEqual(['retry', 'undo', 'stop'])
  })

  it('offers skip only where every step concerned says that it is safe', () => {
    const state = fold(events(snapshot))
    const skips = (step: string | null, aborted: readonly string[] = []): boolean => decisionOptions(state, { step, aborted }).includes('skip')
    expect(['ready/web@local', 'verify/web', 'verify/config', 'verify/database:main'].map((id) => skips(id))).toEqual([true, true, true, true])
    expect(state.header.plan.steps.filter(({ id }) => skips(id)).every(({ effect }) => effect === 'reads')).toBe(true)
    expect(skips('verify-snapshot')).toBe(false)
    expect([skips(null), skips(null, ['ready/web@local']), skips(null, ['ready/web@local', 'dump/main'])]).toEqual([false, true, false])
  })
})

describe('what each choice would do', () => {
  const expected = Object.fromEntries(header().plan.steps.map(({ id }) => [id, 1000]))
  const stopped: readonly RunEventBody[] = [...snapshot, ...performed('restore', 'stop', 'prepare', 'link', 'write'), started('swap/main'), failed('swap/main')]

  it('names what then serves, how long services are down, and what is lost', () => {
    const state = fold(events([...stopped, asked('swap/main', ['retry', 'undo', 'stop'])], header({ expected, rowsAtStake: 1240 })))
    const [retry, undo, stop] = choicesOf(state, true)
    expect(retry).toMatchObject({ decision: 'retry', title: expect.stringContaining('Try again'), serves: 'v1.0.0', data: 'about 1,240 rows lost', loses: true, down: expect.stringContaining('about') })
    expect(undo).toMatchObject({ decision: 'undo', serves: 'v2.0.0', data: 'nothing lost', loses: false, down: expect.stringContaining('about') })
    expect(stop).toMatchObject({ decision: 'stop', serves: 'nothing', down: 'until you act', loses: false })
    expect(stoppedServices(state)).toEqual(['web', 'api', 'worker'])
  })

  it('says what is not known, and that nothing is down where nothing was stopped', () => {
    const state = fold(events([started('keep/config'), failed('keep/config'), asked('keep/config', ['retry', 'stop'])]))
    expect(choicesOf(state, true).map(({ decision, down }) => [decision, down])).toEqual([['retry', 'not measured yet'], ['stop', 'none']])
    expect(choicesOf(state, true)[0]?.data).toBe('what was written since the copy is lost')
  })

  it('counts who was started and has ended as down, whoever is chosen to act', () => {
    const exited: RunEventBody = { type: 'step-failed', step: 'ready/web@local', problem: { code: 'service-exited', message: 'web ended: EADDRINUSE', next: '' }, evidence: { duration: 1000 } }
    const begun: readonly RunEventBody[] = [...snapshot, ...performed('restore', 'stop', 'prepare', 'link', 'write', 'swap', 'start'), started('ready/web@local'), exited]
    const state = fold(events([...begun, asked('ready/web@local', ['retry', 'skip', 'undo', 'stop'])], header({ expected })))
    expect(choicesOf(state, true).map(({ decision, serves, down }) => [decision, serves, down])).toEqual([
      ['retry', 'v1.0.0', expect.stringContaining('about')], ['skip', 'v1.0.0, without web', 'until you act'],
      ['undo', 'v2.0.0', expect.stringContaining('about')], ['stop', 'what runs now, without web', 'until you act']
    ])
    expect(stateSentence(state, true)).toBe('web does not run; the run waits for you.')
    expect(stateSentence(fold(events(begun)), false)).toMatch(/^web does not run, nothing has run since\./)
    expect(endedServices(fold(events([...begun, started('ready/web@local')])))).toEqual([])
    expect(endedServices(fold(events([...begun, { type: 'step-skipped', step: 'ready/web@local', actor: { user: 'oncall-1', host: 'desk' } }])))).toEqual(['web'])
  })

  it('counts who could not be started at all as down, also where nothing was stopped for it', () => {
    const state = fold(events([...snapshot, started('start/web@local'), failed('start/web@local'), asked('start/web@local', ['retry', 'undo', 'stop'])], header({ expected })))
    expect(choicesOf(state, true).map(({ decision, down }) => [decision, down])).toEqual([['retry', expect.stringContaining('about')], ['undo', expect.stringContaining('about')], ['stop', 'until you act']])
  })

  it('loses nothing where that was counted for certain', () => {
    const state = fold(events([...stopped, asked('swap/main', ['retry', 'undo', 'stop'])], header({ expected, rowsAtStake: 0 })))
    expect(choicesOf(state, true)[0]).toMatchObject({ data: 'nothing lost', loses: false })
  })

  it('tells the loss of what was written since a restore', () => {
    const up = fold(events([...snapshot, ...performed('restore', 'stop', 'link', 'write', 'swap', 'start'), started('verify/web'), failed('verify/web'), asked('verify/web', ['retry', 'skip', 'undo', 'stop'])]))
    const choices = choicesOf(up, true)
    expect(choices.map(({ decision }) => decision)).toEqual(['retry', 'skip', 'undo', 'stop'])
    expect(choices[0]).toMatchObject({ data: 'nothing lost', down: 'none' })
    expect(choices[1]?.sentence).toContain('with warnings at best')
    expect(choices[2]).toMatchObject({ data: 'what was written since the restore is lost', loses: true })
    expect(choices[3]?.serves).toBe('what runs now')
  })

  it('is about resuming and marking where nobody drives the run', () => {
    const state = fold(events(stopped))
    expect(choicesOf(state, true)).toEqual([])
    expect(choicesOf(state, false).map(({ decision, title }) => [decision, title])).toEqual([['retry', 'Go on where it stopped'], ['undo', 'Go back to v2.0.0, as before this run'], ['stop', 'Leave everything as it is now']])
  })

  it('is only about marking where there is no snapshot any more', () => {
    expect(choicesOf(fold(events(stopped)), false, 'gone').map(({ decision }) => decision)).toEqual(['stop'])
  })
})

describe('the situation in a sentence', () => {
  it('names who is stopped, also while a stop was in hand', () => {
    const inHand = fold(events([...snapshot, started('stop/web@local')]))
    expect([stateSentence(inHand, false), stateSentence(inHand, true)]).toEqual([expect.stringMatching(/^web was being stopped, no step has run since\. The snapshot was verified before anything was changed; it is verified again before/), 'web is being stopped.'])
    expect(stateSentence(fold(events([...snapshot, ...performed('stop')])), false)).toMatch(/^web, api and worker are stopped, nothing has run since\./)
    expect(stateSentence(fold(events([...snapshot, started('stop/web@local')])), false, 'verified-again')).toMatch(/Both ways are open: the snapshot was just verified again\.$/)
    expect(stateSentence(fold(events([...snapshot])), false, 'verified-again')).toMatch(/nothing was changed that could be taken back\.$/)
    expect(stateSentence(fold(events([...snapshot, started('stop/web@local')])), false, 'gone')).toMatch(/The snapshot is gone, so the run can neither go on nor be undone\.$/)
    expect(stateSentence(fold(events([...snapshot, ...performed('stop', 'start')])), false)).toMatch(/^every service that the run stopped was started again, no step has run since\. The snapshot was verified/)
    expect(stateSentence(fold(events([started('keep/config'), finished('keep/config')])), true)).toBe('no service was stopped.')
  })

  it('says what was observed where that is known, whatever was started', () => {
    const state = fold(events([...snapshot, ...performed('stop', 'start')]))
    const observed = (facts: Observed['facts']): Observed => ({ environment: 'staging', at: AT, facts })
    const serving = (version: string): Fact => {
      const fact = serviceFact({})
      return fact.known ? { ...fact, seen: { ...fact.seen, version } } : fact
    }
    const running = { [serviceKey('web')]: serviceFact({}), [serviceKey('api')]: serviceFact({}), [serviceKey('worker')]: serviceFact({}) }
    expect(standingSentence(state, observed(running))).toBe('As it stands, web, api and worker run. The snapshot was verified before anything was changed; it is verified again before the run goes on or is undone.')
    expect(standingSentence(state, observed({ ...running, [serviceKey('web')]: serviceFact({ state: 'gone' }), [serviceKey('api')]: unknownFact }))).toMatch(/^As it stands, web does not run; api could not be observed; worker runs\. The snapshot was verified/)
    expect(standingSentence(fold(events([])), observed({ ...running, [serviceKey('web')]: serviceFact({ state: 'stopped' }), [serviceKey('api')]: serviceFact({ state: 'stopped' }), [serviceKey('worker')]: serving('v2.0.0') }))).toBe('As it stands, web and api do not run; worker serves v2.0.0. It has changed nothing: its snapshot was not verified yet.')
    expect(standingSentence(state, null)).toMatch(/^As far as it is written, every service that the run stopped was started again/)
  })
})
