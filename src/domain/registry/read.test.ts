import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BackstepError, type Problem } from '../problem'
import { parseRegistry } from './read'

const FILE = '/srv/shop/.deployments/deployment-registry.json'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const record = (id: string, more: object = {}): object => ({ id, environment: 'staging', version: 'v1.0.0', timestamp: '2026-11-22T09:00:00.000Z', status: 'success', ...more })
const registry = (deployments: readonly unknown[], more: object = {}): string => JSON.stringify({ version: '1.0.0', projectPath: '/srv/shop', lastUpdated: '2026-11-22T10:00:00.000Z', deployments, ...more }, null, 2)
const read = (text: string): ReturnType<typeof parseRegistry> => parseRegistry(bytes(text), FILE)
function problem(input: string | Uint8Array): Problem {
  try {
    parseRegistry(typeof input === 'string' ? bytes(input) : input, FILE)
  } catch (error) {
    if (error instanceof BackstepError) return error.problem
    throw error
  }
  throw new Error('it was accepted')
}

describe('parseRegistry', () => {
  it('reads the format that other tools write', () => {
    const text = registry([record('deploy-002', { strategy: 'rolling', duration: 150000, servicesDeployed: ['api', 'web'], healthStatus: 'healthy', rollbackAvailable: true, images: { api: 'x' } })])
    expect(read(text)).toMatchObject({
      version: '1.0.0', projectPath: '/srv/shop', lastUpdated: '2026-11-22T10:00:00.000Z', digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      deployments: [{ id: 'deploy-002', strategy: 'rolling', duration: 150000, servicesDeployed: ['api', 'web'], rollbackAvailable: true, commit: null, manifest: false, rollback: null, index: 0 }]
    })
  })
  it('takes a BOM, other line endings, missing optional fields and fields it does not know', () => {
    const text = registry([record('a', { zz: [1, { deep: true }] })], { rollbacks: [] })
    expect(read(`\ufeff${text.replaceAll('\n', '\r\n')}`).deployments).toEqual(read(text).deployments)
    expect(read('{"deployments":[]}')).toMatchObject({ version: '1.0.0', projectPath: null, lastUpdated: null, deployments: [] })
  })
  it('reads a rollback\'s note', () => {
    const note = { kind: 'full', from: 'd2', to: 'd1', services: ['web'], reason: 'it broke', actor: 'oncall', runId: 'r1', dataPreserved: false }
    expect(read(registry([record('r1', { strategy: 'rollback', rollback: note })])).deployments[0]?.rollback).toEqual(note)
  })
  it.each([['2026-11-22T09:00:00Z', '2026-11-22T09:00:00.000Z'], ['2026-11-22T10:00:00+01:00', '2026-11-22T09:00:00.000Z'], ['2026-11-22', '2026-11-22T00:00:00.000Z'], ['2026-11-22T09:00:00', '2026-11-22T09:00:00.000Z']])('reads the time %s', (timestamp, instant) => {
    expect(read(registry([record('a', { timestamp })])).deployments[0]?.timestamp).toBe(instant)
  })
  it('keeps __proto__ and constructor as data', () => {
    const parsed = read('{"__proto__":{"polluted":true},"deployments":[{"__proto__":{"environment":"x"},"constructor":{"prototype":{"polluted":true}},"id":"__proto__","environment":"constructor","version":"1","timestamp":"2026-11-22T09:00:00Z","status":"success"}]}')
    expect(parsed.deployments[0]).toMatchObject({ id: '__proto__', environment: 'constructor' })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(problem('{"deployments":[{"__proto__":{"id":"x","environment":"e","version":"1","timestamp":"2026-11-22T09:00:00Z","status":"success"}}]}').message).toContain('has no "id"')
  })
})

describe('a damaged registry', () => {
  it.each([['', 'the file is empty'], [' \n\t', 'the file is blank'], ['\ufeff', 'the file is blank'], ['\0\0\0', 'the file is blank']])('%j is damage, never empty', (text, reason) => {
    expect(problem(text)).toMatchObject({ code: 'registry-damaged', message: `deployment-registry.json is damaged at byte 0 (line 1): ${reason}. Nothing was changed.`, place: { file: FILE, byte: 0 } })
  })
  it('is refused when truncated at any byte, and the place is the end', () => {
    const whole = bytes(registry([record('dé-1', { reason: 'say "é\\n"' }), record('d-2')]))
    for (let length = 0; length < whole.length; length++) {
      const found = problem(whole.slice(0, length))
      expect(found.code).toBe('registry-damaged')
      expect(found.place?.byte, `cut at ${length}`).toBeLessThanOrEqual(length)
      if (length > 3) expect(found.place?.byte, `cut at ${length}`).toBeGreaterThan(length - 12)
    }
  })
  it('names byte and line of a syntax error, counting bytes and the BOM', () => {
    const text = registry([record('é')])
    const at = text.indexOf('"environment"')
    const broken = `${text.slice(0, at)}?${text.slice(at)}`
    const byte = bytes(text.slice(0, at)).length
    expect(problem(broken)).toMatchObject({ place: { byte, line: 8 }, next: expect.stringContaining('backups') })
    expect(problem(`\ufeff${broken}`)).toMatchObject({ place: { byte: byte + 3, line: 8 } })
    expect(problem(broken).message).toBe(`deployment-registry.json is damaged at byte ${byte} (line 8). Nothing was changed.`)
  })
  it('never accepts what JSON.parse refuses, and never crashes otherwise', () => {
    fc.assert(fc.property(fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (n, noise) => {
      const whole = registry([record('d-1'), record('d-2')])
      const at = n % whole.length
      try {
        expect(read(whole.slice(0, at) + noise + whole.slice(at)).deployments.length).toBeGreaterThanOrEqual(0)
      } catch (error) {
        expect(error).toBeInstanceOf(BackstepError)
      }
    }), { numRuns: 500 })
  })
  it('names a byte that is not UTF-8', () => {
    const whole = bytes(registry([record('d-1')]))
    whole[40] = 0xff
    expect(problem(whole)).toMatchObject({ code: 'registry-damaged', place: { byte: 40, line: 3 }, message: expect.stringContaining('not UTF-8') })
  })
  it('refuses 200,000 levels, in lists, objects and mixtures', () => {
    for (const text of ['['.repeat(200_000), '{"a":'.repeat(200_000), `{"deployments":${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}}`]) {
      expect(problem(text)).toMatchObject({ code: 'registry-damaged', message: expect.stringContaining('nested deeper than 100 levels') })
    }
  })
  it('takes brackets in texts and 90 levels for what they are', () => {
    expect(read(registry([record('a', { note: '[{'.repeat(500), deep: JSON.parse(`${'['.repeat(90)}${']'.repeat(90)}`) as unknown })])).deployments).toHaveLength(1)
  })
  it('names both places of an id that stands twice', () => {
    const text = registry([record('d-1'), record('d-2'), record('d-1')])
    const [first, second] = [text.indexOf('"d-1"'), text.lastIndexOf('"d-1"')]
    expect(problem(text)).toMatchObject({ place: { byte: second, line: 21 }, message: `deployment-registry.json is damaged at byte ${second} (line 21): the id "d-1" is there already at byte ${first} (line 7). Nothing was changed.` })
  })
  it.each(['yesterday', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '1', '2026-11-22T25:00:00Z', 'Nov 22 2026'])('refuses the timestamp %j, naming the record', (timestamp) => {
    const text = registry([record('d-1'), record('d-2', { timestamp })])
    expect(problem(text)).toMatchObject({ place: { byte: text.indexOf(`"${timestamp}"`), line: 17 }, message: expect.stringContaining(`"timestamp" of record "d-2" is not a date: "${timestamp}"`) })
  })
  it.each([
    [{ id: 5 }, '"id" of record 1 is a number, expected text'], [{ id: '' }, '"id" of record 1 is empty'], [{ environment: null }, 'has no "environment"'],
    [{ version: ['1'] }, '"version" of record "a" is a list'], [{ timestamp: 1732266000000 }, '"timestamp" of record "a" is a number, expected a date'],
    [{ status: 'done' }, '"status" of record "a" is "done"'], [{ duration: '5' }, '"duration" of record "a" is text'], [{ servicesDeployed: [1] }, '"servicesDeployed" of record "a" is a list, expected a list of names'],
    [{ rollbackAvailable: 'yes' }, 'expected true or false'], [{ rollback: true }, '"rollback" of record "a" is true or false, expected an object'], [{ rollback: { kind: 'x', from: 'a', to: 'b' } }, '"rollback.kind"'], [{ rollback: { kind: 'full', from: 'a' } }, '"rollback.to" of record "a"']
  ])('names the wrong type in %j', (more, reason) => {
    expect(problem(registry([record('a', more)]))).toMatchObject({ code: 'registry-damaged', message: expect.stringContaining(reason) })
  })
  it.each([['[]', 'a list'], ['"x"', 'text'], ['null', 'null'], ['{}', '"deployments" is missing'], ['{"deployments":{}}', '"deployments" is an object'], ['{"deployments":[5]}', 'record 1 is a number'], ['{"version":1,"deployments":[]}', '"version"'], ['{"lastUpdated":"x","deployments":[]}', '"lastUpdated" is not a date']])('refuses %s', (text, reason) => {
    expect(problem(text)).toMatchObject({ code: 'registry-damaged', message: expect.stringContaining(reason) })
  })
  it.each(['2.0.0', '10', 'v3.1'])('says that version %s was written by a newer tool', (version) => {
    expect(problem(registry([{ anything: 'at all' }], { version }))).toMatchObject({ code: 'registry-newer', message: expect.stringMatching(/written by a newer tool.*Nothing was changed\.$/) })
  })
})

it('reads 100,000 records, and finds a fault in the last', () => {
  const records = Array.from({ length: 100_000 }, (_, i) => record(`deploy-${i}`, { servicesDeployed: ['api', 'web', 'worker'] }))
  expect(read(registry(records)).deployments).toHaveLength(100_000)
  expect(problem(registry([...records, record('deploy-7')]))).toMatchObject({ code: 'registry-damaged', message: expect.stringContaining('"deploy-7"') })
})
