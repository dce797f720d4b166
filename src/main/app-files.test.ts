import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSettings } from './app-settings'
import { openState, stateFrom, type StateFile } from './app-state'
import { forgetProject, projectToOpen, recentProjects, rememberProject } from './recent'

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

test('settings keep what makes sense of a damaged file and are saved in one piece', () => {
  const file = path.join(folder, 'settings.json')
  writeFileSync(file, '{"theme":"pink","times":"utc"}')
  const settings = openSettings(folder)
  expect(settings.get()).toEqual({ theme: 'system', times: 'utc', notifications: true })
  settings.save({ theme: 'dark', times: 'local', notifications: false })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark', times: 'local', notifications: false })
})
