import { describe, expect, it } from 'vitest'
import type { Deployment, Registry, RollbackNote } from '../deployment'
import { sha256Hex } from '../canonical'
import { addRecord, emptyRegistry } from './edit'
import { deploymentById } from './lineage'
import { missingFrom, statusesSetBy, withRecord } from './owed'
import { parseRegistry } from './read'
import { deploymentOf, isFault } from './record'
import { createShare } from './share'

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 1, hour)).toISOString()
const NOW = at(20)
const parse = (text: string): Registry => parseRegistry(Buffer.from(text), 'registry', () => sha256Hex(text))
const deployed = (id: string, hour: number): object => ({ id, environment: 'staging', version: id, timestamp: at(hour), status: 'success' })
const ran = (id: string, hour: number, note: Partial<RollbackNote>, status = 'success'): object =>
  ({ ...deployed(id, hour), strategy: 'rollback', status, rollback: { kind: 'full', from: 'v2', to: 'v1', services: ['web'], reason: 'x', actor: 'kim', runId: id, ...note } })
const file = (...records: readonly object[]): string => records.reduce<string>((text, record) => addRecord(text, record, {}, NOW), emptyRegistry('/srv/shop', NOW))
function read(record: object): Deployment {
  const found = deploymentOf(record, 0, createShare())
  if (isFault(found)) throw new Error(found.reason)
  return found
}
const THERE = ran('r1', 3, {})
const BACK = ran('u1', 4, { kind: 'undo', from: 'v1', to: 'v2', undoes: 'r1' })

describe('withRecord', () => {
  it.each([
    ['a rollback', [], THERE], ['one that failed', [], ran('r1', 3, {}, 'failed')], ['a partial one', [], ran('r1', 3, { kind: 'partial' })],
    ['an undo', [THERE], BACK], ['an undo of what is not there', [], BACK], ['a deployment that is named like what every object has', [deployed('constructor', 3)], ran('r1', 4, {})]
  ])('gives the registry as addRecord writes it: %s', (_what, before, record) => {
    const text = file(deployed('v1', 1), deployed('v2', 2), ...before)
    const written = parse(addRecord(text, record, statusesSetBy(parse(text), read(record)), NOW))
    expect(withRecord(parse(text), read(record)).deployments).toEqual(written.deployments)
  })
  it('one after the other, an undo restores what the run it takes back has marked', () => {
    const registry = [THERE, BACK].reduce<Registry>((all, record) => withRecord(all, read(record)), parse(file(deployed('v1', 1), deployed('v2', 2))))
    expect(deploymentById(registry, 'v2')?.status).toBe('success')
    expect(deploymentById(withRecord(parse(file(deployed('v1', 1), deployed('v2', 2))), read(THERE)), 'v2')?.status).toBe('rolled-back')
  })
  it('marks nothing that was restored meanwhile', () => {
    const registry = withRecord(parse(file(deployed('v1', 1), deployed('v2', 2), BACK)), read(THERE))
    expect(deploymentById(registry, 'v2')?.status).toBe('success')
  })
})

describe('missingFrom', () => {
  const owed = (delivered: boolean) => [{ record: read(THERE), delivered }]
  it('has what waits, and what has vanished from among older ones', () => {
    const registry = parse(file(deployed('v1', 1)))
    expect([missingFrom(registry, owed(false)), missingFrom(registry, owed(true))]).toEqual([owed(false), owed(true)])
  })
  it('has nothing that is there, or that was cut off at the old end', () => {
    expect(missingFrom(parse(file(deployed('v1', 1), THERE)), owed(false))).toEqual([])
    for (const registry of [parse(file()), parse(file(deployed('v9', 9)))]) expect([missingFrom(registry, owed(true)), missingFrom(registry, owed(false))]).toEqual([[], owed(false)])
  })
})
