import { expect, it } from 'vitest'
import { parseRegistry } from '../../domain/registry/read'
import { registryFact } from './registry-fact'

const record = (id: string, environment: string, more: object = {}): object => ({ id, environment, version: 'v1', timestamp: `2026-11-22T0${id}:00:00Z`, status: 'success', ...more })
const digestOf = async (...deployments: object[]): Promise<string> => {
  const fact = await registryFact(parseRegistry(new TextEncoder().encode(JSON.stringify({ deployments })), 'x.json'), 'staging')
  return fact.known && fact.is.kind === 'registry' ? fact.is.digest : ''
}

it('is another when a record of the environment is, and only then', async () => {
  const [a, b, other] = [record('1', 'staging'), record('2', 'staging'), record('3', 'dev')]
  const before = await digestOf(a, b)
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  expect(await digestOf(other, b, { ...a, unknown: true })).toBe(before)
  for (const now of [[a], [a, b, record('3', 'staging')], [a, record('2', 'staging', { status: 'failed' })], [a, record('2', 'staging', { actor: 'ada' })]]) expect(await digestOf(...now)).not.toBe(before)
})

it('says how many there are, also of very many', async () => {
  const deployments = Array.from({ length: 5000 }, (_, n) => ({ id: `d${n}`, environment: 'staging', version: 'v1', timestamp: new Date(n * 1e6).toISOString(), status: 'success' }))
  const registry = parseRegistry(new TextEncoder().encode(JSON.stringify({ deployments })), 'x.json')
  expect(await registryFact(registry, 'staging')).toMatchObject({ known: true, seen: { deployments: 5000 } })
  expect(await registryFact(registry, 'staging')).toBe(await registryFact(registry, 'staging'))
})
