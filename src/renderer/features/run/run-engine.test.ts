import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunHeader } from '../../../domain/run'
import { startState } from '../../../domain/run-state'
import type { RunView } from '../../../domain/views'
import { cancel, followRun, outputOf, resume } from './run-engine'
import { newRun, useRun } from './run-store'
import { stopWaiting, waitToResume } from './run-waiting'

type Answer = (result: unknown) => void
const calls: { readonly name: string; readonly runId: string; readonly answer: Answer }[] = []
const last = (name: string): Answer => calls.findLast((one) => one.name === name)?.answer ?? (() => { throw new Error(`${name} was not asked`) })
const answered = (name: string, value: unknown): void => last(name)({ ok: true, value })
const refused = (name: string): void => last(name)({ ok: false, problem: { code: 'environment-locked', message: 'It is held.', next: 'Wait.' } })

// Only what a view's arrival reads of it.
const viewOf = (runId: string): RunView => ({ state: startState({ runId, plan: { steps: [] } } as unknown as RunHeader), interrupted: true } as unknown as RunView)

beforeEach(() => {
  calls.length = 0
  useRun.setState(newRun('r1', 0))
  vi.stubGlobal('window', { backstep: { call: (name: string, { runId }: { readonly runId: string }) => new Promise((answer) => calls.push({ name, runId, answer })) } })
})
afterEach(() => void vi.unstubAllGlobals())

describe('what was asked of a run whose screen was left', () => {
  it('is not shown on the screen of another run: neither what is to be confirmed', async () => {
    const resumed = resume('/srv/shop', 'r1')
    useRun.setState(newRun('r2', 0))
    answered('run:prepare-resume', { runId: 'r1', nothingNew: false })
    await resumed
    expect(useRun.getState()).toMatchObject({ runId: 'r2', resuming: null })
  })
  it('nor what was refused, nor that it is over', async () => {
    const cancelled = cancel('/srv/shop', 'r1')
    useRun.setState({ ...newRun('r2', 0), acting: true })
    refused('run:cancel')
    expect(await cancelled).toBe(false)
    expect(useRun.getState()).toMatchObject({ refused: null, acting: true })
  })
  it('does not keep the view of the other run from coming', async () => {
    const resumed = resume('/srv/shop', 'r1')
    useRun.setState(newRun('r2', 0))
    answered('run:prepare-resume', { runId: 'r1', nothingNew: true, hash: 'h' })
    await vi.waitFor(() => answered('run:resume', { runId: 'r1' }))
    await resumed
    expect(calls.map(({ name }) => name)).toEqual(['run:prepare-resume', 'run:resume'])
  })
})

it('what is to be confirmed, and what was refused, are shown where it was asked', async () => {
  const resumed = resume('/srv/shop', 'r1')
  answered('run:prepare-resume', { runId: 'r1', nothingNew: false })
  await resumed
  expect(useRun.getState()).toMatchObject({ resuming: { runId: 'r1' }, acting: false })
  const cancelled = cancel('/srv/shop', 'r1')
  refused('run:cancel')
  await cancelled
  expect(useRun.getState()).toMatchObject({ refused: { code: 'environment-locked' }, acting: false })
})

it('a run that goes on is looked at again', async () => {
  const resumed = resume('/srv/shop', 'r1')
  answered('run:prepare-resume', { runId: 'r1', nothingNew: true, hash: 'h' })
  await vi.waitFor(() => answered('run:resume', { runId: 'r1' }))
  await vi.waitFor(() => answered('run:view', viewOf('r1')))
  await resumed
  expect(useRun.getState().view?.interrupted).toBe(true)
})

describe('waiting to resume', () => {
  const wait = (): Promise<void> => waitToResume('/srv/shop', 'r1', 'staging')
  const asked = (): readonly string[] => calls.map(({ name }) => name)

  it('shows what is left once it is free, to be confirmed, and waits on where somebody else was faster', async () => {
    useRun.setState({ refused: { code: 'environment-locked', message: 'It is held.', next: 'Wait.' } })
    const waited = wait()
    expect(useRun.getState()).toMatchObject({ refused: null, waitingSince: expect.stringMatching(/^\d{4}-/) })
    answered('environment:wait', { free: true })
    await vi.waitFor(() => refused('run:prepare-resume'))
    await vi.waitFor(() => expect(asked()).toEqual(['environment:wait', 'run:prepare-resume', 'environment:wait']))
    answered('environment:wait', { free: true })
    await vi.waitFor(() => expect(asked()).toHaveLength(4))
    answered('run:prepare-resume', { runId: 'r1', nothingNew: true })
    await waited
    expect(useRun.getState()).toMatchObject({ resuming: { nothingNew: true }, refused: null, waitingSince: null, acting: false })
    expect(asked()).not.toContain('run:resume')
  })
  it('is given up by hand, by doing something else, and by leaving the screen', async () => {
    vi.stubGlobal('window', { backstep: { ...window.backstep, on: () => () => undefined } })
    const leave = followRun('/srv/shop', 'r1', outputOf('/srv/shop', 'r1'))
    for (const end of [stopWaiting, () => void resume('/srv/shop', 'r1'), leave]) {
      useRun.setState({ acting: false })
      const waited = wait()
      end()
      expect(useRun.getState().waitingSince).toBeNull()
      answered('environment:wait', { free: true })
      await waited
    }
    expect(asked().filter((name) => name === 'run:prepare-resume')).toHaveLength(1)
  })
})
