import { expect, it } from 'vitest'
import { fail, problemOf } from '../domain/problem'
import type { Engine } from './engine'
import { withMaskedProblems } from './masked-problems'

const mask = (text: string): string => text.replaceAll('hunter2', '…')
const bad = fail('bad', 'It said hunter2.', 'Change hunter2.', { evidence: { duration: 1, output: ['hunter2'], observed: 'hunter2' } })
// Only the calls that this test makes.
const engine = withMaskedProblems({ open: () => Promise.reject(bad), active: () => ['hunter2'], start: async () => ({ runId: 'r', finished: Promise.reject(bad), settled: Promise.resolve('finished') }) } as unknown as Engine, mask)
const wanted = { code: 'bad', message: 'It said ….', next: 'Change ….', evidence: { duration: 1, output: ['…'], observed: '…' } }

it('masks what is thrown, also at the end of a run, and nothing else', async () => {
  expect(await engine.open('').catch(problemOf)).toEqual(wanted)
  // The start above looks at nothing of it.
  const handle = await engine.start('', {} as never)
  expect([handle.runId, await handle.finished.catch(problemOf)]).toEqual(['r', wanted])
  expect(engine.active()).toEqual(['hunter2'])
})
