import { expect, test } from 'vitest'
import type { ProjectView } from '../domain/views'
import type { Result } from '../ipc/contract'
import { stateFrom, type AppState } from './app-state'
import { createForward } from './forward'

const view = (path: string): ProjectView => ({ path, name: path.slice(1), environments: [] } as unknown as ProjectView)

function setUp() {
  const answers = new Map<string, (result: Result<unknown>) => void>()
  const watched: string[] = []
  let state: AppState = stateFrom(null)
  const forward = createForward({
    engine: { call: ((name: string, input: { readonly path?: string; readonly project?: string }) => new Promise((answer) => answers.set(`${name} ${input.path ?? input.project ?? ''}`, answer))) as never, watch: (project) => void watched.push(project) },
    state: { get: () => state, update: (change) => { state = { ...state, ...change } }, flush: () => undefined }
  })
  const opened = (call: string): void => answers.get(call)?.({ ok: true, value: view(call.split(' ')[1] ?? '') })
  return { forward, opened, watched, last: () => state.lastProject }
}

test('of two projects the one that was asked for last is open, whichever answer comes last', async () => {
  const { forward, opened, watched, last } = setUp()
  const both = [forward('project:open', { path: '/slow' }), forward('project:open', { path: '/quick' })]
  opened('project:open /quick')
  opened('project:open /slow')
  await Promise.all(both)
  expect([watched, last()]).toEqual([['/quick'], '/quick'])
})

test('the open project that is read again does not come back in place of the one that was opened meanwhile', async () => {
  const { forward, opened, watched, last } = setUp()
  const both = [forward('project:read', { project: '/former' }), forward('project:open', { path: '/now' })]
  opened('project:open /now')
  opened('project:read /former')
  await Promise.all(both)
  expect([watched, last()]).toEqual([['/now'], '/now'])
})
