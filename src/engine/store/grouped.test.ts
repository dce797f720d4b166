import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { grouped } from './grouped'

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }) })
afterEach(() => { vi.useRealTimers() })

/** What a connection keeps: a transaction that throws leaves nothing of itself. */
function given() {
  const kept: string[] = []
  let transactions = 0
  const write = <T>(work: () => T): T => {
    const before = kept.length
    transactions += 1
    try {
      return work()
    } catch (error) {
      kept.length = before
      throw error
    }
  }
  const { together, flush } = grouped({ write })
  const keep = (about: string, text: string, how?: 'lazily') => together(about, () => {
    kept.push(text)
    if (text.startsWith('bad')) throw new Error(text)
    return text
  }, how)
  return { kept, keep, flush, transactions: () => transactions }
}

it('writes what comes together in one transaction, in its order', async () => {
  const { kept, keep, transactions } = given()
  const both = [keep('a', '1'), keep('b', '2')]
  void both[0]!.then(() => keep('a', '3'))
  expect(kept).toEqual([])
  expect(await Promise.all(both)).toEqual(['1', '2'])
  expect([kept, transactions()]).toEqual([['1', '2'], 1])
  await keep('b', '4')
  expect([kept, transactions()]).toEqual([['1', '2', '3', '4'], 2])
})

it('one that fails takes back what follows it of the same run, and nothing of others', async () => {
  const { kept, keep } = given()
  const all = await Promise.allSettled([keep('a', '1'), keep('b', '2'), keep('a', 'bad'), keep('b', '3'), keep('a', '4')])
  expect(all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual(['1', '2', 'Error: bad', '3', 'Error: bad'])
  expect(kept).toEqual(['1', '2', '3'])
  await keep('a', '5')
  expect(kept).toEqual(['1', '2', '3', '5'])
})

it('what nobody waits for goes along with the next write, in its place', async () => {
  const { kept, keep, transactions } = given()
  const lazy = keep('a', '1', 'lazily')
  await new Promise((resolve) => setImmediate(resolve))
  expect(kept).toEqual([])
  expect(await Promise.all([keep('b', '2'), lazy])).toEqual(['2', '1'])
  expect([kept, transactions(), vi.getTimerCount()]).toEqual([['1', '2'], 1, 0])
})

it('and alone after a moment, or when everything has to be there now', async () => {
  const { kept, keep, flush, transactions } = given()
  const lazy = keep('a', '1', 'lazily')
  vi.advanceTimersByTime(1000)
  expect(await lazy).toBe('1')
  const next = keep('a', '2', 'lazily')
  flush()
  expect([await next, kept, transactions(), vi.getTimerCount()]).toEqual(['2', ['1', '2'], 2, 0])
})
