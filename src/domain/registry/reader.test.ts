import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRegistry } from './read'
import { RegistryReader, type ReadRegistry } from './reader'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const record = (id: string, more: object = {}): object => ({ id, environment: 'staging', version: 'v1.0.0', timestamp: '2026-11-22T09:00:00.000Z', status: 'success', ...more })
const text = (deployments: readonly unknown[], more: object = {}): string => JSON.stringify({ version: '1.0.0', lastUpdated: null, deployments, ...more }, null, 1)

function readIn(input: Uint8Array, size: number): ReadRegistry | null {
  const reader = new RegistryReader()
  for (let at = 0; at < input.length; at += size) reader.take(input.slice(at, at + size))
  return reader.end()
}
const readAll = (input: string): ReadRegistry | null => readIn(bytes(input), 1 << 20)

describe('a registry read a chunk at a time', () => {
  it('is the same whatever the chunks, with texts of any kind', () => {
    fc.assert(fc.property(fc.array(fc.record({ note: fc.string({ unit: 'binary' }), deep: fc.jsonValue() }), { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (more, size, bom) => {
      const whole = bytes(`${bom ? '\ufeff' : ''}${text(more.map((one, n) => record(`é-${n}`, { ...one, commit: one.note, servicesDeployed: [one.note] })))}`)
      const { digest: _, ...expected } = parseRegistry(whole, 'x.json')
      expect(readIn(whole, size)).toMatchObject(expected)
    }))
  })
  it('answers nothing for whatever is not as JSON.parse and the format have it', () => {
    fc.assert(fc.property(fc.nat(), fc.constantFrom('', ',', '[', ']', '{', '}', '"', '\\', ':', '0', '\u0000', '\ufeff', 'x', '\\u0000', '"deployments":[],'), fc.nat(3), fc.integer({ min: 1, max: 64 }), (n, noise, cut, size) => {
      const whole = text([record('d-1', { note: '}],[{"\\\\"' }), record('d-2')], { more: [[1], { deployments: [2] }] })
      const at = n % whole.length
      const input = whole.slice(0, at) + noise + whole.slice(at + cut)
      const found = readIn(bytes(input), size)
      if (found === null) return
      // A BOM at the very beginning is allowed, as in the whole file.
      expect(found.deployments.length).toBe((JSON.parse(input.replace(/^\ufeff/, '')) as { deployments: unknown[] }).deployments.length)
    }), { numRuns: 3000 })
  })
  it.each([
    '{"deployments":[,]}', '{"deployments":[{},]}', '{"deployments":[]]}', '{"deployments":[}', '{"deployments":[]}x', '["deployments",[]]', '{"x":{"deployments":[]}}',
    '{"deployments":[],"deployments":[]}', '{"deployments":[],"deployments":{}}', '{"deployments":[],"deploym\\u0065nts":[]}', '{"a\\"deployments":[]}', '{}', '', '{"deployments":["\\u0000records"]}'
  ])('leaves %s to whom reads the whole', (input) => {
    expect(readAll(input)).toBeNull()
  })
  it('takes lists beside the deployments, and an empty one', () => {
    expect(readAll('{"a":[1,{"deployments":[2]}],"deployments" :\n[ ] ,"b":[]}')).toMatchObject({ deployments: [], places: [{ first: 0 }] })
  })
  it('leaves nesting beyond 100 levels alone', () => {
    const nested = (levels: number): string => text([record('a', { deep: JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown })])
    expect([readAll(nested(97))?.deployments.length, readAll(nested(98))]).toEqual([1, null])
    expect(parseRegistry(bytes(nested(97)), 'x.json').deployments).toHaveLength(1)
    expect(() => parseRegistry(bytes(nested(98)), 'x.json')).toThrow('nested deeper than 100 levels')
  })
  it('says in which bytes each record is', () => {
    const whole = bytes(text(Array.from({ length: 3000 }, (_, n) => record(`é${n}`, { n }))))
    const { places, deployments } = readIn(whole, 5000)!
    expect(places.length).toBeGreaterThan(3)
    const records = places.flatMap(({ first, start, end }) => (JSON.parse(`[${new TextDecoder().decode(whole.slice(start, end))}]`) as { id: string }[]).map(({ id }, n) => [first + n, id]))
    expect(records).toEqual(deployments.map(({ id, index }) => [index, id]))
  })
  it('keeps equal lists and long texts once', () => {
    const [first, second] = readAll(text(['a', 'b'].map((id) => record(id, { environment: 'production-eu-west', servicesDeployed: ['api', 'web'] }))))!.deployments
    expect(first?.servicesDeployed).toBe(second?.servicesDeployed)
    const odd = readAll(text([record('a', { servicesDeployed: ['x\0y'] }), record('b', { servicesDeployed: ['x', 'y'] })]))!.deployments
    expect(odd.map(({ servicesDeployed }) => servicesDeployed)).toEqual([['x\0y'], ['x', 'y']])
  })
})
