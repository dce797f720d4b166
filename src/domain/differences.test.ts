import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, matches, substituteRun } from './differences'
import type { DatabaseIs, ServiceFact, ServiceIs } from './facts'

const runs = { release: 'commit:1', command: 'c', config: { 'a.env': 'd1', 'b.json': null }, data: { main: 'file:1:2' } }
const web: ServiceIs = { kind: 'service', state: 'running', installed: 'commit:1', runs }
const main: DatabaseIs = { kind: 'database', present: true, lineage: 'copy:ab/run-1', schema: 's' }
const fact: ServiceFact = {
  known: true, is: web,
  seen: { runtime: 'process', host: 'local', display: 'running', detail: '', pid: 1, since: null, version: null, proof: 'seen', probes: [] }
}

describe('matches', () => {
  it('compares only what is named, also in nested records', () => {
    expect(matches(web, { state: 'running' })).toBe(true)
    expect(matches(web, { runs: { config: { 'a.env': 'd1' } } })).toBe(true)
    expect(matches(web, { runs: { config: { 'a.env': 'd2' } } })).toBe(false)
    expect(matches(web, { state: 'running', installed: undefined })).toBe(true)
    expect(matches(web, {})).toBe(true)
  })

  it('takes null as a value, not as "any"', () => {
    expect(matches(web, { runs: null })).toBe(false)
    expect(matches({ ...web, runs: null }, { runs: null })).toBe(true)
    expect(matches({ ...web, runs: null }, { runs: { release: null } })).toBe(false)
    expect(matches(web, { runs: { config: { 'b.json': null } } })).toBe(true)
    expect(matches(web, { runs: { config: { 'c.json': null } } })).toBe(false)
  })

  it('never equals ${run} with a lineage that is real', () => {
    expect(matches(main, { lineage: 'copy:ab/${run}' })).toBe(false)
    expect(matches({ ...main, lineage: 'copy:ab/${run}' }, { lineage: 'copy:ab/${run}' })).toBe(false)
    expect(matches(main, substituteRun({ lineage: 'copy:ab/${run}' }, 'run-1'))).toBe(true)
  })

  it('holds for every fact against itself', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.option(fc.string())), (config) => {
      const is: ServiceIs = { ...web, runs: { ...runs, config } }
      const isReal = !JSON.stringify(is).includes('${run}')
      expect(matches(is, is)).toBe(isReal)
    }))
  })
})

describe('differences', () => {
  it('names the fields that differ', () => {
    expect(differences({ 'service:web@local': fact }, { 'service:web@local': { state: 'stopped', runs: { config: { 'a.env': 'x', 'b.json': 'y' }, release: 'r' } } }))
      .toEqual([{ key: 'service:web@local', fields: ['state', 'runs.config', 'runs.release'], observed: fact }])
    expect(differences({ 'service:web@local': fact }, { 'service:web@local': web })).toEqual([])
  })

  it('takes the unknown and the missing as different, whatever is wanted', () => {
    const unknown: ServiceFact = { known: false, reason: 'No answer.' }
    expect(differences({ 'service:web@local': unknown }, { 'service:web@local': { state: 'stopped' } }))
      .toEqual([{ key: 'service:web@local', fields: ['state'], observed: unknown }])
    expect(differences({ 'service:web@local': unknown }, { 'service:web@local': {} })).toHaveLength(1)
    expect(differences({}, { 'database:main': { present: true } })).toEqual([{ key: 'database:main', fields: ['present'], observed: null }])
    expect(differences({}, { constructor: { present: true } })).toHaveLength(1)
  })
})

describe('substituteRun', () => {
  it('replaces in every string, however deep, and leaves the rest', () => {
    expect(substituteRun({ a: ['x/${run}', 1, null, { b: '${run}${run}' }], c: true }, 'r$1')).toEqual({ a: ['x/r$1', 1, null, { b: 'r$1r$1' }], c: true })
  })
})
