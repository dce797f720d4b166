/** Files of a project that are not what they should be: each is refused before anything is touched. */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createShop, type Shop } from '../support/shop'
import { insideJson } from './inside'

let made: Shop
let pids: readonly (number | null)[]
const ask = (...words: readonly string[]) => insideJson([...words, '--project', made.path])
const rollback = (...words: readonly string[]) => ask('rollback', '--env', 'staging', '--reason', 'Checkout answers 500', '--yes', ...words)
const at = (name: string): string => path.join(made.path, name)
const running = () => [made.pid('api'), made.pid('worker')]

beforeAll(async () => {
  made = await createShop()
  pids = running()
})
afterEach(() => expect(running()).toEqual(pids))
afterAll(() => made.close())

describe('before anything is touched', () => {
  it('another project key is found, though it has the right size', async () => {
    const key = readFileSync(at('.deployments/project.key'))
    writeFileSync(at('.deployments/project.key'), randomBytes(key.length))
    const { code, json } = await rollback('--force')
    writeFileSync(at('.deployments/project.key'), key)
    expect([code, json['blockedBy']]).toEqual([3, expect.arrayContaining(['kept_content'])])
    expect(JSON.stringify(json['checks'])).toContain('was kept with another project key')
  })
  it.each([
    ['a pipe', 'config/staging.json', (file: string) => execFileSync('mkfifo', ['--', file]), 3, 'is a pipe, a socket or a device. It was neither read nor written.'],
    ['a pipe', 'backstep.yaml', (file: string) => execFileSync('mkfifo', ['--', file]), 2, 'is a pipe, a socket or a device. It was neither read nor written.'],
    ['a link out of the project', 'config/staging.json', (file: string) => symlinkSync('/etc/hostname', file), 3, 'leads out of the project. It was neither read nor written.']
  ])('%s in the place of %s is refused, and not read', async (_, name, put, exit, sentence) => {
    const content = readFileSync(at(name))
    rmSync(at(name))
    put(at(name))
    const { code, json } = await rollback('--force')
    rmSync(at(name))
    writeFileSync(at(name), content)
    expect(code).toBe(exit)
    expect(JSON.stringify(json)).toContain(sentence)
  })
})
