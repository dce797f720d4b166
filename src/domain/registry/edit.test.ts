import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeploymentStatus } from '../deployment'
import type { Json } from '../facts'
import { addRecord, emptyRegistry, setRecordFields } from './edit'
import { parseRegistry } from './read'

const THEN = '2026-11-22T10:00:00.000Z'
const NOW = '2026-11-23T03:16:22.000Z'
interface Root { readonly lastUpdated?: string; readonly deployments: readonly Record<string, Json>[] }
const parse = (text: string): Root => JSON.parse(text.replace(/^\ufeff/, '')) as Root
const deployment = (id: string, more: Record<string, Json> = {}): Record<string, Json> =>
  ({ id, environment: 'staging', version: 'v1.0.0', timestamp: '2026-11-22T09:00:00.000Z', status: 'success', ...more })

const id = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,8}$/), fc.constantFrom('__proto__', 'constructor', 'é"\\/\u2028', 'x'))
const style = fc.record({ indent: fc.constantFrom<string | number | undefined>(2, 4, '\t', undefined), crlf: fc.boolean(), bom: fc.boolean(), end: fc.constantFrom('', '\n', '\n\n') })
const extra = fc.dictionary(fc.stringMatching(/^[a-zß_]{1,6}$/), fc.jsonValue({ maxDepth: 2 }))
const file = fc.tuple(style, fc.uniqueArray(fc.tuple(id, extra), { selector: ([name]) => name, maxLength: 6 }), extra, fc.boolean()).map(([how, records, rest, deploymentsLast]) => {
  const deployments = records.map(([name, more]) => ({ ...more, ...deployment(name) }))
  const root = deploymentsLast ? { version: '1.0.0', lastUpdated: THEN, ...rest, deployments } : { version: '1.0.0', deployments, ...rest, lastUpdated: THEN }
  const text = JSON.stringify(root, null, how.indent) + how.end
  return { ids: records.map(([name]) => name), text: (how.bom ? '\ufeff' : '') + (how.crlf ? text.replaceAll('\n', '\r\n') : text) }
})

/** The part of `before` that `after` no longer has, and what stands there instead. */
function change(before: string, after: string): { readonly gone: string; readonly come: string; readonly at: number } {
  let at = 0
  while (at < before.length && before[at] === after[at]) at++
  let tail = 0
  while (tail < Math.min(before.length, after.length) - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { gone: before.slice(at, before.length - tail), come: after.slice(at, after.length - tail), at }
}

describe('addRecord', () => {
  it('adds exactly the record, and no other byte changes', () => {
    fc.assert(fc.property(file, extra, ({ text, ids }, more) => {
      const record = { ...more, ...deployment('new-one', { duration: 5, rollback: { kind: 'full', from: 'a', to: 'b', services: ['web'] } }) }
      const after = addRecord(text, record, {}, THEN)
      const root = parse(text)
      expect(parse(after)).toEqual({ ...root, deployments: [...root.deployments, JSON.parse(JSON.stringify(record))] })
      expect(change(text, after).gone.trim()).toBe('')
      expect(ids.length === 0 || change(text, after).gone === '').toBe(true)
      expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
      if (after.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n')
    }), { numRuns: 400 })
  })
  it('doing it twice is the same as once', () => {
    fc.assert(fc.property(file, id, fc.constantFrom<DeploymentStatus>('rolled-back', 'success'), ({ text, ids }, name, status) => {
      const statuses = Object.fromEntries(ids.slice(0, 2).filter((other) => other !== name).map((other) => [other, status]))
      const once = addRecord(text, deployment(name, { version: 'v9' }), statuses, NOW)
      expect(addRecord(once, deployment(name, { version: 'v9' }), statuses, NOW)).toBe(once)
      const records = parse(once).deployments
      expect(records.filter((record) => record['id'] === name)).toHaveLength(1)
      expect(records.find((record) => record['id'] === name)).toMatchObject({ version: 'v9' })
      for (const record of records) if (Object.hasOwn(statuses, String(record['id']))) expect(record['status']).toBe(status)
      expect(parse(once).lastUpdated).toBe(NOW)
    }), { numRuns: 400 })
  })
  it('writes in the style of the file', () => {
    const record = deployment('b', { servicesDeployed: ['web'] })
    const pretty = `${JSON.stringify({ version: '1.0.0', lastUpdated: THEN, deployments: [deployment('a')] }, null, 4)}\n`
    expect(addRecord(pretty, record, {}, THEN)).toBe(`${JSON.stringify({ version: '1.0.0', lastUpdated: THEN, deployments: [deployment('a'), record] }, null, 4)}\n`)
    const mini = JSON.stringify({ lastUpdated: THEN, deployments: [deployment('a')] })
    expect(addRecord(mini, record, {}, THEN)).toBe(JSON.stringify({ lastUpdated: THEN, deployments: [deployment('a'), record] }))
    const lines = `{\r\n  "lastUpdated": "${THEN}",\r\n  "deployments": [\r\n    { "id": "a", "status": "success" }\r\n  ]\r\n}\r\n`
    expect(addRecord(lines, { id: 'b', services: ['x', 'y'], note: {} }, {}, THEN)).toBe(lines.replace(' }\r\n  ]', ' },\r\n    { "id": "b", "services": ["x", "y"], "note": {} }\r\n  ]'))
    const empty = emptyRegistry('/srv/shop', THEN)
    expect(addRecord(empty, record, {}, THEN)).toBe(`${JSON.stringify({ version: '1.0.0', projectPath: '/srv/shop', lastUpdated: THEN, deployments: [record] }, null, 2)}\n`)
  })
  it('passes over statuses of deployments that are not there', () => {
    const text = emptyRegistry('/srv/shop', THEN)
    expect(parse(addRecord(text, deployment('a'), { gone: 'rolled-back' }, NOW)).deployments).toHaveLength(1)
  })
})

describe('setRecordFields', () => {
  it('changes exactly those fields, inside that record', () => {
    fc.assert(fc.property(file, fc.nat(), extra, ({ text, ids }, n, more) => {
      fc.pre(ids.length > 0)
      const name = ids[n % ids.length]!
      const fields = { ...more, status: 'failed' }
      const after = setRecordFields(text, name, fields, THEN)
      const root = parse(text)
      expect(parse(after)).toEqual({ ...root, deployments: root.deployments.map((record) => (record['id'] === name ? { ...record, ...JSON.parse(JSON.stringify(fields)) as object } : record)) })
    }), { numRuns: 400 })
  })
  it('touches a status and nothing else', () => {
    const text = emptyRegistry('/srv/shop', THEN)
    const two = addRecord(addRecord(text, deployment('a', { note: 'a' }), {}, THEN), deployment('b'), {}, THEN)
    const { gone, come, at } = change(two, setRecordFields(two, 'a', { status: 'rolled-back' }, THEN))
    expect([gone, come]).toEqual(['success', 'rolled-back'])
    expect(at).toBeLessThan(two.indexOf('"b"'))
  })
  it('keeps numbers of any size, other spellings, and the last of equal keys counts', () => {
    const text = `{"deployments":[{"id":"\\u0061","big":12345678901234567890123,"e":1.50e+03,"status":"failed","status":"success","slash":"\\/"}],"lastUpdated":"${THEN}"}`
    expect(setRecordFields(text, 'a', { status: 'rolled-back', n: 1 }, THEN)).toBe(text.replace('"success"', '"rolled-back"').replace('"\\/"}', '"\\/","n":1}'))
  })
  it('adds lastUpdated where there was none', () => {
    expect(setRecordFields('{\n  "deployments": [\n    {\n      "id": "a"\n    }\n  ]\n}\n', 'a', { x: { y: [1] } }, NOW)).toBe(
      `{\n  "deployments": [\n    {\n      "id": "a",\n      "x": {\n        "y": [\n          1\n        ]\n      }\n    }\n  ],\n  "lastUpdated": "${NOW}"\n}\n`)
  })
  it('says when there is no such deployment', () => {
    expect(() => setRecordFields(emptyRegistry('/p', THEN), 'x', {}, NOW)).toThrow('The registry has no deployment "x". Nothing was changed.')
    expect(() => setRecordFields('{"deployments": 5}', 'x', {}, NOW)).toThrow('no list of deployments')
  })
})

describe('a large registry', () => {
  it('adds and marks in 100,000 records', () => {
    const records = Array.from({ length: 100_000 }, (_, i) => deployment(`deploy-${i}`, { duration: 150000, servicesDeployed: ['api', 'web', 'worker'], healthStatus: 'healthy' }))
    const text = JSON.stringify({ version: '1.0.0', lastUpdated: THEN, deployments: records })
    const after = addRecord(text, deployment('r-1', { rollback: { kind: 'full', from: 'deploy-99999', to: 'deploy-5' } }), { 'deploy-99999': 'rolled-back' }, NOW)
    const registry = parseRegistry(new TextEncoder().encode(after), 'x.json')
    expect(registry.deployments.at(-2)).toMatchObject({ id: 'deploy-99999', status: 'rolled-back' })
  })
})
