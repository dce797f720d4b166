import { expect, it } from 'vitest'
import { createAborts } from './aborts'

const untilStopped = (abort: AbortSignal): Promise<string> => new Promise((resolve) => abort.addEventListener('abort', () => resolve('stopped')))

it('stops what goes on in one project, and nothing else', async () => {
  const { during, stop } = createAborts()
  let other = false
  const here = [during('/a', untilStopped), during('/a', untilStopped)]
  const elsewhere = during('/b', untilStopped).then(() => { other = true })
  stop('/a')
  expect(await Promise.all(here)).toEqual(['stopped', 'stopped'])
  expect(other).toBe(false)
  stop('/b')
  await elsewhere
  expect(await during('/a', async ({ aborted }) => aborted)).toBe(false)
})
