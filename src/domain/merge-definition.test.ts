import { expect, it } from 'vitest'
import { mergeDefinition } from './merge-definition'
import { probe, service, shop } from './testing/shop'

const then = { ...shop, protected: true, services: [service('web', ['api'], { settings: { command: ['then'], env: { A: '1' }, host: 'old', stopTimeout: 1, replicas: 2 }, health: [probe('/old'), probe('/health', { consecutive: 3 })] }), service('api')] }
const today = {
  ...shop,
  services: [service('mailer'), service('web', [], { hosts: ['web2'], settings: { command: ['now'], host: 'new', stopTimeout: 9 }, health: [probe('/health', { http: 'https://shop.example:9/health', within: 7, interval: 8 })] })],
  databases: [{ ...shop.databases[0]!, settings: { path: 'new.db' }, usedBy: ['web'] }]
}

it('takes what runs from then, where and how patiently from today', () => {
  const merged = mergeDefinition(then, today)
  expect(merged.services.map(({ name }) => name)).toEqual(['mailer', 'web', 'api'])
  expect(merged.services[1]).toMatchObject({ hosts: ['web2'], dependsOn: ['api'], settings: { command: ['then'], env: { A: '1' }, host: 'new', stopTimeout: 9 } })
  expect(merged.services[1]?.settings).not.toHaveProperty('replicas')
  expect(merged.protected).toBe(false)
})

it('asks the addresses of today for the paths of then', () => {
  expect(mergeDefinition(then, today).services[1]?.health).toEqual([
    probe('/old', { http: 'https://shop.example:9/old' }),
    probe('/health', { http: 'https://shop.example:9/health', consecutive: 3, within: 7, interval: 8 })
  ])
  const silent = { ...today, services: [service('web', [], { health: [] })] }
  expect(mergeDefinition(then, silent).services[0]?.health).toEqual(then.services[0]!.health)
})

it('finds databases where they are today, used by whom then', () => {
  expect(mergeDefinition(then, today).databases).toEqual([{ ...shop.databases[0]!, settings: { path: 'new.db' }, usedBy: null }])
})

it('is the definition itself when nothing changed', () => {
  expect(mergeDefinition(shop, shop)).toEqual(shop)
})
