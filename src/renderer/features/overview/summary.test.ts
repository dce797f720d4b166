import { describe, expect, it } from 'vitest'
import type { ServiceDisplay, ServiceRow } from '../../../domain/views'
import { silentHosts, summarize } from './summary'

const service = (name: string, display: ServiceDisplay, host = 'this machine'): ServiceRow =>
  ({ name, display, host, runtime: 'process', detail: '', version: null, proof: 'not-proven', pid: null, since: null }) as ServiceRow
const many = (count: number, display: ServiceDisplay): ServiceRow[] => Array.from({ length: count }, (_, index) => service(`${display}-${index}`, display))

describe('the services of a lane', () => {
  it('are all rows when they are few', () => expect(summarize(many(6, 'running')).rows).toHaveLength(6))
  it('are names when they are many and well', () => {
    const { rows, rest, names } = summarize(many(34, 'running'))
    expect([rows.length, rest.length, names.length]).toEqual([0, 0, 34])
  })
  it('are at most four exceptions, the worst ones, in their order, and the rest counted', () => {
    const services = [...many(2, 'unknown'), ...many(34, 'running'), ...many(1, 'drift'), ...many(3, 'failing')]
    const { rows, rest } = summarize(services)
    expect(rows.map(({ name }) => name)).toEqual(['drift-0', 'failing-0', 'failing-1', 'failing-2'])
    expect(rest.map(({ display, names }) => [display, names.length])).toEqual([['unknown', 2], ['running', 34]])
  })
})

describe('hosts', () => {
  it('are silent when no service of theirs answers', () =>
    expect(silentHosts([service('a', 'unknown', 'h1'), service('b', 'unknown', 'h1'), service('c', 'running', 'h2'), service('d', 'unknown', 'h2')])).toEqual({ silent: 1, all: 2 }))
  it('are not those where something answers that was not started from here', () =>
    expect(silentHosts([{ ...service('a', 'unknown', 'h1'), foreign: { address: 'http://127.0.0.1:4100', pid: null } }])).toEqual({ silent: 0, all: 1 }))
})
