import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSettings } from './app-settings'
import type { LaneView, OverviewView, RunInProgress } from '../domain/views'
import { openState, stateFrom, type StateFile } from './app-state'
import { forgetProject, projectToOpen, recentProjects, rememberProject, rememberSeen } from './recent'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backstep-main-'))
})
afterEach(() => {
  // What is written a moment later would make the folder anew.
  for (const state of opened.splice(0)) state.flush()
  rmSync(folder, { recursive: true, force: true })
})

const opened: StateFile[] = []
function open(): StateFile {
  const state = openState(folder, (error) => {
    throw error
  })
  opened.push(state)
  return state
}
const project = (name: string, at = path.join(folder, name)) => ({
  path: at, name, environments: ['staging', 'production'], writable: true, readOnlyReason: null, demo: false, problems: [],
  counts: { deployments: 0, snapshots: 0, history: 0 }
})

test('what is remembered is there at the next start, readable by its owner only', () => {
  const state = open()
  state.update({ bounds: { x: 1, y: 2, width: 1200, height: 800 }, zoom: 1 })
  state.update({ maximized: true })
  state.flush()
  expect(open().get()).toMatchObject({ bounds: { x: 1, y: 2, width: 1200, height: 800 }, zoom: 1, maximized: true })
  expect(statSync(path.join(folder, 'state.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['state.json'])
})

test.each(['', '{', '[]', 'null', '"x"', '{"zoom":1e9,"bounds":{"x":0},"recent":[1,{"path":2}],"lastProject":{}}'])('a damaged state.json (%s) starts afresh', (text) => {
  writeFileSync(path.join(folder, 'state.json'), text)
  expect(open().get()).toEqual(stateFrom(undefined))
})

test('recent projects: newest first, once each, with those that are gone', () => {
  const state = open()
  rememberProject(state, project('gone'), new Date(0))
  rememberProject(state, project('here', folder), new Date(1000))
  rememberProject(state, project('gone'), new Date(2000))
  expect(recentProjects(state).map(({ name, missing, environments }) => [name, missing, environments])).toEqual([['gone', true, 2], ['here', false, 2]])
  expect(projectToOpen(state)).toBe(null)
  forgetProject(state, path.join(folder, 'gone'))
  rememberProject(state, project('here', folder), new Date(3000))
  expect(projectToOpen(state)).toBe(folder)
})

const run = (environment: string, at: string, status: RunInProgress['status'] = 'interrupted'): RunInProgress => ({
  runId: 'r', environment, kind: 'full', to: 'v1.1.0', status, actor: { user: 'kim', host: 'desk' }, startedAt: at, at, stepsDone: 9, stepsTotal: 34, phase: null, sentence: '', snapshotVerified: true, ways: [], holder: null
})
const lane = (environment: string, state: LaneView['state'], more: Partial<LaneView> = {}): LaneView => ({
  environment, protected: false, state, stateText: '', current: null, answers: [], wayBack: null, track: [], services: [], drift: [], lastRollback: null, run: null, holder: null, observedAt: '2025-11-21T09:00:00.000Z', problem: null, cannotRollBack: null, ...more
})
const overview = (observedAt: string, ...lanes: readonly LaneView[]): OverviewView =>
  ({ lanes, runs: [], owedUndos: [], observedAt, registryReadAt: observedAt, history: { writable: true, chain: 'verified', records: 0, problem: null }, problems: [] })
const unasked = { observedAt: null }

test('what was last seen of a project is there at the next start, with its time, also when it is opened again', () => {
  const state = open()
  rememberProject(state, project('shop'), new Date(0))
  // The newest that waits for somebody, whichever way.
  const waiting = run('qa', '2025-11-21T08:59:00.000Z', 'waiting')
  rememberSeen(state, path.join(folder, 'shop'), overview('2025-11-21T09:00:00.000Z', lane('dev', 'running'), lane('staging', 'interrupted', { run: run('staging', '2025-11-21T08:47:00.000Z') }), lane('dev2', 'in-progress', { run: run('dev2', '2025-11-21T08:59:30.000Z', 'running') }), lane('qa', 'in-progress', { run: waiting })))
  rememberProject(state, project('shop'), new Date(1000))
  state.flush()
  const { environment, kind, to, at, stepsDone, stepsTotal } = waiting
  const seen = { at: '2025-11-21T09:00:00.000Z', lanes: [{ environment: 'dev', state: 'running' }, { environment: 'staging', state: 'interrupted' }, { environment: 'dev2', state: 'in-progress' }, { environment: 'qa', state: 'waiting' }], run: { environment, kind, to, at, stepsDone, stepsTotal, status: 'waiting' } }
  expect(recentProjects(open())).toEqual([{ path: path.join(folder, 'shop'), name: 'shop', openedAt: new Date(1000).toISOString(), environments: 2, missing: true, seen }])
})

test('where no service was asked, what was seen before stays with its time; what a run was at does not', () => {
  const state = open()
  const shop = path.join(folder, 'shop')
  rememberProject(state, project('shop'), new Date(0))
  rememberSeen(state, shop, overview('2025-11-21T09:00:00.000Z', lane('dev', 'failing'), lane('staging', 'interrupted', { run: run('staging', '2025-11-21T08:47:00.000Z') })))
  rememberSeen(state, shop, overview('2025-11-21T09:05:00.000Z', lane('dev', 'unknown', unasked), lane('staging', 'unknown', unasked)))
  expect(state.get().recent[0]?.seen).toEqual({ at: '2025-11-21T09:00:00.000Z', lanes: [{ environment: 'dev', state: 'failing' }, { environment: 'staging', state: 'unknown' }], run: null })
  rememberSeen(state, path.join(folder, 'forgotten'), overview('2025-11-21T09:05:00.000Z'))
  expect(state.get().recent).toHaveLength(1)
})

test('an overview in which only the time is another is kept once a minute, a run in an environment without a lane at once', () => {
  const state = open()
  const shop = path.join(folder, 'shop')
  const seenAt = (): string | undefined => state.get().recent[0]?.seen?.at
  rememberProject(state, project('shop'), new Date(0))
  for (const [at, kept] of [['09:00:00', '09:00:00'], ['09:00:15', '09:00:00'], ['09:01:00', '09:01:00']] as const) {
    rememberSeen(state, shop, overview(`2025-11-21T${at}.000Z`, lane('dev', 'running')))
    expect(seenAt()).toBe(`2025-11-21T${kept}.000Z`)
  }
  rememberSeen(state, shop, { ...overview('2025-11-21T09:01:15.000Z', lane('dev', 'running')), runs: [run('gone', '2025-11-20T09:00:00.000Z')] })
  expect(state.get().recent[0]?.seen?.run?.environment).toBe('gone')
})

test('what was seen is bounded, and of a damaged or older file only what makes sense is taken', () => {
  const many = Array.from({ length: 500 }, (_, n) => ({ environment: `${n}${'w'.repeat(4000)}`, state: 'running' }))
  const entry = { path: '/p', name: 'p', openedAt: '2025-11-21T09:00:00.000Z', environments: 1 }
  const at = '2025-11-21T09:00:00.000Z'
  const good = { environment: 'dev', kind: 'full', to: 'v1', at, stepsDone: 1, stepsTotal: 2 }
  const seenOf = (seen: unknown) => stateFrom({ recent: [{ ...entry, ...(seen === undefined ? {} : { seen }) }] }).recent[0]?.seen
  expect([undefined, 1, [], {}, { at: 'then', lanes: [] }, { at, lanes: {} }].map(seenOf)).toEqual([null, null, null, null, null, null])
  expect(seenOf({ at, lanes: [1, { environment: 2, state: 'running' }, { environment: 'a', state: 'toString' }, { environment: 'b', state: 'drift', more: 1 }], run: good })).toEqual({ at, lanes: [{ environment: 'b', state: 'drift' }], run: { ...good, status: 'interrupted' } })
  for (const bad of [1, { ...good, at: 1 }, { ...good, kind: 'x' }, { ...good, stepsDone: -1 }, { ...good, to: null }]) expect(seenOf({ at, lanes: [], run: bad })).toEqual({ at, lanes: [], run: null })
  expect(JSON.stringify(seenOf({ at, lanes: many, run: null })).length).toBeLessThan(40_000)
})

test('settings keep what makes sense of a damaged file and are saved in one piece', () => {
  const file = path.join(folder, 'settings.json')
  writeFileSync(file, '{"theme":"pink","times":"utc"}')
  const settings = openSettings(folder)
  expect(settings.get()).toEqual({ theme: 'system', times: 'utc', notifications: true })
  settings.save({ theme: 'dark', times: 'local', notifications: false })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark', times: 'local', notifications: false })
})
