import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { fail, problemOf, type Problem } from '../domain/problem'
import type { Engine } from './engine'
import { maskedError, uncaughtText, withMaskedProblems } from './masked-problems'

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

it('masks an error that is none of ours too, with its stack and its causes, also where a call throws at once', async () => {
  const own = new TypeError('cannot parse hunter2', { cause: new Error('hunter2', { cause: 'hunter2' }) })
  const odd = withMaskedProblems({ open: () => Promise.reject(own), active: () => { throw own } } as unknown as Engine, mask)
  const thrown: unknown[] = [await odd.open('').catch((error: unknown) => error)]
  try {
    odd.active()
  } catch (error) {
    thrown.push(error)
  }
  expect(thrown).toHaveLength(2)
  for (const error of thrown) {
    expect(problemOf(error)).toEqual({ code: 'unexpected', message: 'cannot parse …', next: 'Please report this with the application log.' })
    expect((error as Error).stack).toMatch(/^TypeError: cannot parse …\n +at /)
    expect(inspect(error)).not.toContain('hunter2')
  }
  const selfish = new Error('hunter2')
  selfish.cause = selfish
  expect(inspect(maskedError(selfish, mask), { depth: null })).not.toContain('hunter2')
})

it('masks what nobody caught, whatever was thrown', () => {
  expect(uncaughtText('uncaught', new Error('hunter2'), mask)).toMatch(/^uncaught: Error: …\n +at /)
  expect(uncaughtText('unhandled', 'hunter2', mask)).toMatch(/^unhandled: Error: …\n/)
  expect(uncaughtText('uncaught', bad, mask)).not.toContain('hunter2')
})

it('masks what was changed since a plan was confirmed', async () => {
  const stale = withMaskedProblems({ open: () => Promise.reject(fail('stale-plan', 'x', '', { changes: ['hunter2 was changed'] })) } as unknown as Engine, mask)
  expect((await stale.open('').catch(problemOf)) as Problem).toMatchObject({ changes: ['… was changed'] })
})
