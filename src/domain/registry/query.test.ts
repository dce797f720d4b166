import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Deployment, Registry } from '../deployment'
import type { DeploymentsQuery } from '../views'
import { newestFirst } from './order'
import { queryDeployments } from './query'

const deployment = (index: number, more: Partial<Deployment> = {}): Deployment => ({
  id: `deploy-${index}`, environment: ['dev', 'staging', 'production'][index % 3]!, version: `v1.${index % 12}.0`, timestamp: new Date(1.7e12 + (index % 40) * 1e6).toISOString(),
  status: index % 7 === 0 ? 'failed' : 'success', strategy: null, duration: index % 5 === 0 ? null : index * 10, servicesDeployed: null, healthStatus: null, rollbackAvailable: null,
  commit: `${(index * 7919).toString(16)}cafe`, actor: index % 2 === 0 ? 'Ada' : null, manifest: false, rollback: null, index, ...more
})
const registryOf = (count: number): Registry => ({ version: '1.0.0', projectPath: null, lastUpdated: null, digest: null, deployments: Array.from({ length: count }, (_, i) => deployment(i)) })
const ALL: DeploymentsQuery = { text: '', environment: null, from: null, until: null, sort: 'timestamp', descending: true, offset: 0, limit: 1000 }
const small = registryOf(200)
const ids = (query: Partial<DeploymentsQuery>, registry = small): readonly string[] => queryDeployments(registry, { ...ALL, ...query }).rows.map((row) => row.id)

describe('queryDeployments', () => {
  it('finds every word, in either case, wherever it stands', () => {
    expect(ids({ text: '  STAGING  ada failed ' })).toEqual(small.deployments.filter((d) => d.environment === 'staging' && d.actor === 'Ada' && d.status === 'failed').map((d) => d.id).sort((a, b) => ids({}).indexOf(a) - ids({}).indexOf(b)))
    expect(ids({ text: 'deploy-42' })).toEqual(['deploy-42'])
    expect(ids({ text: `${(42 * 7919).toString(16)}CAFE` })).toEqual(['deploy-42'])
    expect(ids({ text: 'nothing-like-it' })).toEqual([])
    expect(ids({ text: 'cafe' }), 'a commit is found by how it begins').toEqual([])
    expect(ids({ text: 'dev staging' })).toEqual([])
  })
  it('keeps to a time: what was recorded from its beginning on, and before its end', () => {
    const at = (index: number): string => new Date(1.7e12 + index * 1e6).toISOString()
    const within = (from: string | null, until: string | null): ReadonlySet<string> => new Set(queryDeployments(small, { ...ALL, from, until }).rows.map((row) => row.timestamp))
    expect(within(at(10), at(12))).toEqual(new Set([at(11), at(10)]))
    expect(within(at(38), null)).toEqual(new Set([at(39), at(38)]))
    expect(within(null, at(2))).toEqual(new Set([at(1), at(0)]))
    expect(ids({ from: at(12), until: at(10) })).toEqual([])
    expect(ids({ from: at(3), until: at(4), environment: 'dev', text: 'ada' })).toEqual(ids({ environment: 'dev', text: 'ada' }).filter((id) => Number(id.slice(7)) % 40 === 3))
    expect(queryDeployments(small, { ...ALL, from: at(20), limit: 1 })).toMatchObject({ total: 200, matching: 100 })
  })
  it('pages: the pages together are the whole, and the counts are right', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom('', 'ada', '1.1'), fc.constantFrom(null, 'dev'), (limit, text, environment) => {
      const whole = ids({ text, environment })
      const pages: string[] = []
      for (let offset = 0; offset < 200; offset += limit) pages.push(...ids({ text, environment, offset, limit }))
      expect(pages).toEqual(whole)
      expect(queryDeployments(small, { ...ALL, text, environment, limit })).toMatchObject({ total: 200, matching: whole.length })
    }))
  })
  it('sorts by each column, both ways, versions as versions', () => {
    const values = (sort: DeploymentsQuery['sort'], descending: boolean): readonly unknown[] => [...new Set(queryDeployments(small, { ...ALL, sort, descending }).rows.map((row) => row[sort]))]
    expect(values('version', false)).toEqual(Array.from({ length: 12 }, (_, i) => `v1.${i}.0`))
    expect(values('version', true)).toEqual(Array.from({ length: 12 }, (_, i) => `v1.${11 - i}.0`))
    expect(values('environment', false)).toEqual(['dev', 'production', 'staging'])
    expect(values('status', true)).toEqual(['success', 'failed'])
    expect(values('actor', false)).toEqual([null, 'Ada'])
    expect(values('duration', false)[0]).toBeNull()
    expect(values('timestamp', true)).toEqual(values('timestamp', false).toReversed())
  })
  it('gives no more than 1,000 rows, and none beyond the end', () => {
    expect(queryDeployments(registryOf(1500), { ...ALL, limit: 5000 }).rows).toHaveLength(1000)
    expect(ids({ offset: 500 })).toEqual([])
    expect(ids({ offset: -5, limit: 2 })).toHaveLength(2)
  })
  it('finds in 100,000 what is in one of them, wherever it stands', () => {
    const large = registryOf(100_000)
    for (const n of [0, 1023, 1024, 65_536, 99_999]) expect(ids({ text: `deploy-${n} ${(n * 7919).toString(16)}cafe`, limit: 1 }, large)).toEqual([`deploy-${n}`])
  })
  it('sorts as a comparison of two records would', () => {
    const value = (record: Deployment, sort: 'duration' | 'status' | 'actor' | 'environment'): number | string => (sort === 'duration' ? (record.duration ?? -1) : (record[sort] ?? ''))
    fc.assert(fc.property(fc.integer({ min: 0, max: 120 }), fc.constantFrom('duration', 'status', 'actor', 'environment'), fc.boolean(), (count, sort, descending) => {
      const registry = registryOf(count)
      const compare = (a: Deployment, b: Deployment): number => (value(a, sort) < value(b, sort) ? -1 : value(a, sort) > value(b, sort) ? 1 : 0) * (descending ? -1 : 1)
      expect(ids({ sort, descending }, registry)).toEqual([...registry.deployments].sort((a, b) => compare(a, b) || newestFirst(a, b)).map(({ id }) => id))
    }))
  })
})
