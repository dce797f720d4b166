import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEngine } from '..'
import { acquire } from '../lock/lock'
import { createDemo, removeDemo, resetDemo, startDemo } from '.'

let folder: string
let demo: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'backstep-demo-'))
  demo = (await createDemo(path.join(folder, 'shop'))).path
})
afterAll(async () => {
  if (existsSync(demo)) await removeDemo(demo)
  rmSync(folder, { recursive: true, force: true })
})

const lanes = async () => {
  const engine = createEngine()
  try {
    return (await engine.overview((await engine.open(demo)).path, true)).lanes
  } finally {
    await engine.close()
  }
}
const git = (...args: string[]): string => execFileSync('git', args, { cwd: demo, encoding: 'utf8' }).trim()
interface Recorded { readonly id: string; readonly environment: string; readonly version: string; readonly status: string; readonly timestamp: string }
const recorded = (): readonly Recorded[] => (JSON.parse(readFileSync(path.join(demo, '.deployments/deployment-registry.json'), 'utf8')) as { deployments: Recorded[] }).deployments

it('has the same commits every time', () => {
  expect(git('rev-parse', 'v1.0.0', 'v1.1.0', 'v2.0.0').split('\n')).toMatchInlineSnapshot(`
    [
      "14e7a5de4fd596c6cf454bdbffb5c6b042a77e84",
      "b2324164c8b02189f890407429dad049c01f4f69",
      "29271b8d3fee12e7a336cc8aa33b4321547d25ae",
    ]
  `)
  expect(git('status', '--porcelain')).toBe('')
})

it('has a history of deployments, of which one failed and one was a rollback', () => {
  const records = recorded()
  expect(records).toHaveLength(13)
  expect(records.filter(({ status }) => status === 'failed')).toHaveLength(1)
  expect(records.map(({ id }) => id).sort()).toEqual(['deploy-001', 'deploy-002', 'deploy-003', 'deploy-004', 'deploy-005', 'deploy-006', 'deploy-008', 'deploy-009', 'deploy-010', 'deploy-011', 'deploy-012', 'deploy-013', 'rollback-007'])
  expect(records.every(({ timestamp }) => Date.parse(timestamp) < Date.now())).toBe(true)
})

it('runs three environments; the checkout of staging fails, and there is a way back', async () => {
  const found = await lanes()
  expect(found.map((lane) => [lane.environment, lane.current?.version, lane.state, lane.wayBack?.version])).toEqual([
    ['dev', 'v2.1.0-rc.1', 'running', 'v2.0.0'], ['staging', 'v2.0.0', 'failing', 'v1.1.0'], ['production', 'v1.1.0', 'running', 'v1.0.0']
  ])
  expect(found.flatMap((lane) => lane.services.map((service) => service.proof))).toEqual(Array(9).fill('proven'))
  expect(found.filter(({ current, observedAt }) => (current?.since ?? '9') < (observedAt ?? '') && current?.since !== observedAt).map(({ environment }) => environment)).toEqual(['dev', 'staging', 'production'])
})

it('starts what was stopped, and leaves alone what runs', async () => {
  const [before] = await lanes()
  const api = before?.services.find(({ name }) => name === 'api')
  process.kill(api?.pid ?? 0, 'SIGKILL')
  await expect.poll(async () => (await lanes())[0]?.services.find(({ name }) => name === 'api')?.pid).toBe(null)
  expect((await lanes())[0]?.state).toBe('failing')
  await startDemo(demo)
  const [after] = await lanes()
  expect(after?.state).toBe('running')
  expect(after?.services.find(({ name }) => name === 'web')?.pid).toBe(before?.services.find(({ name }) => name === 'web')?.pid)
})

it('is neither put back nor removed while a run holds one of its environments', async () => {
  const before = [await lanes(), recorded()]
  const pids = before[0] && (await lanes()).map((lane) => lane.services.map(({ pid }) => pid))
  for (const environment of ['production', 'dev']) {
    const lock = await acquire(demo, environment)
    try {
      for (const refused of [removeDemo, resetDemo]) await expect(refused(demo)).rejects.toMatchObject({ problem: { code: 'environment-locked', message: expect.stringContaining(environment) as string } })
    } finally {
      await lock.release()
    }
  }
  expect([recorded(), (await lanes()).map((lane) => lane.services.map(({ pid }) => pid))]).toEqual([before[1], pids])
})

it('is put back as it was', async () => {
  const commits = git('rev-parse', 'v2.0.0')
  writeFileSync(path.join(demo, '.env.staging'), 'CHANGED=1\n')
  await resetDemo(demo)
  expect(git('rev-parse', 'v2.0.0')).toBe(commits)
  expect(readFileSync(path.join(demo, '.env.staging'), 'utf8')).toContain('PAYMENT_API_KEY')
  expect((await lanes()).map(({ state }) => state)).toEqual(['running', 'failing', 'running'])
})

it('is put back also when its key is lost', async () => {
  rmSync(path.join(demo, '.deployments/project.key'))
  await expect(startDemo(demo)).rejects.toMatchObject({ problem: { code: 'key-lost' } })
  await resetDemo(demo)
  expect((await lanes()).map(({ state }) => state)).toEqual(['running', 'failing', 'running'])
})

it('refuses a folder that holds something else, and deletes only a demo', async () => {
  const other = path.join(folder, 'other')
  mkdirSync(other)
  writeFileSync(path.join(other, 'precious'), '')
  await expect(createDemo(other)).rejects.toMatchObject({ problem: { code: 'demo-folder-taken' } })
  await expect(removeDemo(other)).rejects.toMatchObject({ problem: { code: 'not-a-demo' } })
  await expect(resetDemo(other)).rejects.toMatchObject({ problem: { code: 'not-a-demo' } })
  expect(readdirSync(other)).toEqual(['precious'])
})

it('leaves nothing behind', async () => {
  const pids = (await lanes()).flatMap((lane) => lane.services.map(({ pid }) => pid ?? 0))
  writeFileSync(path.join(demo, '.deployments/project.key'), 'damaged')
  await removeDemo(demo)
  expect(existsSync(demo)).toBe(false)
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow()
})
