import { afterEach, beforeEach, expect, it, vi } from 'vitest'

type Answer = (result: unknown) => void
const answers = new Map<string, Answer>()
const answered = (path: string): void => answers.get(`project:open ${path}`)?.({ ok: true, value: { path, name: path.slice(1) } })

const kept = new Map<string, string>()
beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) })
  vi.stubGlobal('window', { backstep: { call: (name: string, { path = '' }: { readonly path?: string }) => new Promise((answer) => answers.set(`${name} ${path}`, answer)) } })
})
afterEach(() => {
  vi.unstubAllGlobals()
  answers.clear()
  kept.clear()
})

it('the project that was asked for last is open, however late the answer to another comes', async () => {
  const { useProject } = await import('./project')
  const { open } = useProject.getState()
  const [slow, quick] = [open('/slow'), open('/quick')]
  answered('/quick')
  expect(await quick).toBe(true)
  answered('/slow')
  expect(await slow).toBe(false)
  expect([useProject.getState().path, kept.get('project')]).toEqual(['/quick', '/quick'])
})

it('one that cannot be opened any more says nothing over the one that is', async () => {
  const { useProject } = await import('./project')
  const { open } = useProject.getState()
  const [slow, quick] = [open('/slow'), open('/quick')]
  answered('/quick')
  await quick
  answers.get('project:open /slow')?.({ ok: false, problem: { code: 'not-a-project', message: 'It is none.', next: '' } })
  expect(await slow).toBe(false)
  expect(useProject.getState().problem).toBeNull()
})
