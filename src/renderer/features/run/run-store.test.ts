import { describe, expect, it } from 'vitest'
import type { RunEvent, RunEventBody, RunHeader, RunState } from '../../../domain/run'
import { startState } from '../../../domain/run-state'
import type { RunView } from '../../../domain/views'
import { newRun, situationOf, tookEvents, tookView, type RunScreenState } from './run-store'
import { startedRun } from '../../stores/started-runs'
import { runSentence } from './run-words'

const steps = ['stop/web', 'start/web'].map((id) => ({ id, phase: id.split('/')[0], title: id === 'stop/web' ? 'Stop web' : 'Start web', host: 'local' }))
// Only what the screen of a run reads of its header.
const header = { runId: 'r1', startedAt: '2026-11-22T03:16:00.000Z', plan: { kind: 'full', environment: 'staging', steps, to: { version: 'v1' } }, expected: {} } as unknown as RunHeader
const event = (seq: number, body: RunEventBody, runId = 'r1'): RunEvent => ({ runId, seq, at: `2026-11-22T03:16:0${seq}.000Z`, ...body })
const started = (seq: number, step: string): RunEvent => event(seq, { type: 'step-started', step, attempt: 1 })
const viewOf = (state: RunState, interrupted = false): RunView =>
  ({ state, interrupted, band: { measured: false, total: null, downtime: null, parts: [] }, commands: {}, outputLines: 0, choices: [], stateSentence: '', holder: null, halted: null })
const step = (state: RunScreenState, change: Partial<RunScreenState>): RunScreenState => ({ ...state, ...change })

describe('a run that is watched', () => {
  it('keeps events that come before the first view, and drops those that the view has', () => {
    let run = newRun('r1')
    run = step(run, tookEvents(run, [started(1, 'stop/web'), started(2, 'start/web'), started(3, 'start/web')]))
    run = step(run, tookView(run, viewOf({ ...startState(header), seq: 1 })))
    expect(run.state?.seq).toBe(3)
    expect(run.state?.steps['stop/web']?.status).toBe('not-yet')
    expect(run.early).toEqual([])
  })
  it('does not go back to a view that is older than the events', () => {
    let run = step(newRun('r1'), tookView(newRun('r1'), viewOf(startState(header))))
    run = step(run, tookEvents(run, [started(1, 'stop/web')]))
    run = step(run, tookView(run, viewOf(startState(header))))
    expect(run.state?.steps['stop/web']?.status).toBe('running')
  })
  it('leaves events of other runs alone', () => {
    const run = step(newRun('r1'), tookView(newRun('r1'), viewOf(startState(header))))
    expect(tookEvents(run, [event(1, { type: 'step-started', step: 'stop/web', attempt: 1 }, 'r2')])).toEqual({})
  })
  it('is interrupted until somebody runs it again', () => {
    let run = step(newRun('r1'), tookView(newRun('r1'), viewOf(startState(header), true)))
    expect(situationOf(run)).toBe('interrupted')
    run = step(run, tookEvents(run, [event(1, { type: 'run-resumed', actor: { user: 'a', host: 'b' }, epoch: 2 })]))
    expect(situationOf(run)).toBe('running')
  })
  it('knows an end that it saw from one that it found', () => {
    // Only how it ended is read.
    const finished = event(4, { type: 'run-finished', result: { outcome: 'done' } as never })
    let run = step(newRun('r1'), tookView(newRun('r1'), viewOf(startState(header))))
    run = step(run, tookEvents(run, [finished]))
    expect(run.endedHere).toBe(true)
    const found = { ...startState(header), status: 'finished' as const, seq: 9, result: { finishedAt: '2026-11-22T03:16:09.000Z' } as never }
    const openedAt = (at: string): boolean => tookView(newRun('r1', Date.parse(at)), viewOf(found)).endedHere === true
    expect([openedAt('2026-11-22T03:16:10.000Z'), openedAt('2026-11-22T03:16:08.000Z')]).toEqual([false, true])
    startedRun('r1')
    const ends = (): boolean => tookView(newRun('r1'), viewOf(found)).endedHere === true
    expect([ends(), ends()]).toEqual([true, false])
  })
})

describe('what is going on', () => {
  const state = startState(header)
  const at = (change: Partial<RunState>): RunState => ({ ...state, ...change })
  const running = (id: string) => ({ ...state.steps, [id]: { ...state.steps[id]!, status: 'running' as const } })
  it('names the step in hand', () => expect(runSentence(at({ steps: running('start/web') }), 'running')).toBe('Step 2 of 2: start web'))
  it('names the step that failed', () => {
    const decision = { step: 'stop/web', aborted: [], options: ['retry', 'stop'] as const, problem: { code: 'x', message: 'm', next: '' }, since: '' }
    expect(runSentence(at({ status: 'waiting', decision }), 'waiting')).toBe('Step 1 of 2 failed. The run waits for you.')
  })
  it('says that nothing runs after an interruption', () => expect(runSentence(state, 'interrupted')).toBe('Interrupted after 0 of 2 steps. Nothing runs.'))
})
