/** A registry that is damaged or gone: what the command line says of it, and how a good copy is put back. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBare, type Bare } from '../support/bare'
import { inside as backstep, insideJson as backstepJson } from './inside'

let made: Bare
let project: Bare
beforeAll(async () => { made = await createBare(['v1', 'v2']) })
afterAll(() => made.remove())
beforeEach(() => { project = made.copy() })
afterEach(() => project.remove())
const ask = (...args: string[]) => backstepJson([...args, '--project', project.path])
const kept = (): string[] => readdirSync(path.join(project.path, '.deployments/backups')).filter((name) => /^(damaged|replaced)\./.test(name))

describe('backstep registry', () => {
  it('says that it can be read, and lists the copies', async () => {
    const { code, json } = await ask('registry')
    expect(code).toBe(0)
    expect(json).toMatchObject({ problem: null, readable: 2, copies: [{ deployments: 2, same: 2, lost: { total: 0 } }, { deployments: 1, same: 1, lost: { total: 1 } }] })
    expect((await backstep(['registry', '--project', project.path])).stdout).toMatch(/can be read: 2 deployments[^]*loses nothing[^]*lacks 1/)
  })
  it('names the byte and the newest good copy of a damaged one, here and in every other command', async () => {
    const whole = project.text()
    const cut = whole.indexOf('"v2"') + 2
    writeFileSync(project.registry, whole.slice(0, cut))
    const { code, json } = await ask('registry')
    expect(code).toBe(2)
    expect((await backstep(['registry', '--project', project.path])).stdout).toMatch(/against the 1 readable[^]*has all of them/)
    expect(await ask('status')).toMatchObject({ code: 2, json: { problem: { code: 'registry-damaged', next: expect.stringContaining('`backstep registry restore`') as string } } })
    expect(json).toMatchObject({ problem: { code: 'registry-damaged', place: { byte: cut }, next: expect.stringContaining('with 2 deployments') as string }, readable: 1, copies: [{ comesBack: { total: 1, first: [{ version: 'v2' }] }, lost: { total: 0 } }, {}] })
    for (const command of [['list'], ['plan', '--env', 'staging'], ['record', '--env', 'staging', '--version', 'v3'], ['rollback', '--env', 'staging', '--reason', 'why', '--yes']]) {
      const other = await ask(...command)
      expect([command[0], other.code, (other.json['problem'] as { code: string }).code]).toEqual([command[0], 2, 'registry-damaged'])
    }
    expect(project.text()).toBe(whole.slice(0, cut))
  })
})

describe('backstep registry restore', () => {
  it.each([
    ['cut', (whole: string) => whole.slice(0, whole.length / 2)],
    ['empty', () => ''],
    ['no JSON', () => 'oops']
  ])('puts the newest copy back over one that is %s, and keeps what was there', async (_, damage) => {
    const whole = project.text()
    const damaged = damage(whole)
    writeFileSync(project.registry, damaged)
    const { code, json } = await ask('registry', 'restore', '--yes')
    expect(code).toBe(0)
    expect(json).toMatchObject({ deployments: 2, keptAs: expect.stringContaining('damaged.') as string })
    expect(project.text()).toBe(whole)
    expect(readFileSync(String(json['keptAs']), 'utf8')).toBe(damaged)
    expect((await ask('list')).json).toMatchObject({ total: 2 })
  })
  it('puts one back that is gone', async () => {
    const whole = project.text()
    rmSync(project.registry)
    expect((await ask('record', '--env', 'staging', '--version', 'v3')).json).toMatchObject({ problem: { code: 'registry-missing' } })
    expect((await ask('registry', 'restore', '--yes')).json).toMatchObject({ keptAs: null })
    expect([project.text(), kept()]).toEqual([whole, []])
  })
  it('takes the copy that is named, and says what it lacks', async () => {
    const { code, stderr } = await ask('registry', 'restore', '1', '--yes')
    expect(code).toBe(0)
    expect(stderr).toMatch(/1 deployment is not in the copy and will be missing:\s+deploy-\S+ \(staging v2\)/)
    expect((await ask('list')).json).toMatchObject({ total: 1 })
  })
  it('changes nothing where nobody can be asked, and for a copy that is not there', async () => {
    writeFileSync(project.registry, '{')
    expect((await ask('registry', 'restore')).json).toMatchObject({ problem: { code: 'not-confirmed' } })
    expect((await ask('registry', 'restore', '../../etc/passwd', '--yes')).json).toMatchObject({ problem: { code: 'copy-missing' } })
    expect([project.text(), kept()]).toEqual(['{', []])
  })
})
