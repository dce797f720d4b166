/** What the overview and the guide say of the deployments that an environment can go back to. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createEngine } from '../src/engine'
import type { LaneView, TargetsView } from '../src/domain/views'
import { createBare } from './support/bare'

const engine = createEngine({ env: process.env, actor: { user: 'oncall-1', host: 'laptop' } })
const made: { remove(): void }[] = []
afterEach(() => { for (const project of made.splice(0)) project.remove() })
afterAll(() => engine.close())

const record = (number: number, more: object = {}): object => ({
  id: `deploy-${number}`, environment: 'staging', version: `v${number}`, timestamp: `2026-11-0${number}T10:00:00.000Z`, status: 'success', duration: 1000, servicesDeployed: ['app'], healthStatus: 'healthy', rollbackAvailable: true, ...more
})

/** A project whose registry has these records; nothing of it runs. */
async function seen(deployments: readonly object[]): Promise<{ readonly lane: LaneView | undefined; readonly targets: TargetsView }> {
  const project = await createBare()
  made.push(project)
  mkdirSync(path.dirname(project.registry), { recursive: true })
  writeFileSync(project.registry, JSON.stringify({ version: '1.0.0', projectPath: project.path, lastUpdated: null, deployments }))
  const { lanes } = await engine.overview(project.path, false)
  return { lane: lanes.find(({ environment }) => environment === 'staging'), targets: await engine.targets(project.path, 'staging') }
}

it('tells the health that each record has, in the words of whoever wrote it', async () => {
  const { targets, lane } = await seen([record(1, { healthStatus: 'degraded' }), record(2, { healthStatus: null }), record(3), record(4, { healthStatus: 'unhealthy' }), record(5)])
  expect(targets.rows.map(({ ended, endedText }) => [ended, endedText])).toEqual([
    ['current', 'Runs now, as the registry has it'], ['unhealthy', 'Unhealthy until v5'], ['healthy', 'Healthy until v4'],
    ['unknown', 'Ran until v3, health not recorded'], ['doubtful', 'Ran until v2, recorded as degraded']
  ])
  expect(targets.suggested).toBe('deploy-4')
  expect(lane?.wayBack).toMatchObject({ deploymentId: 'deploy-4', sentence: 'which ran unhealthy here for 24 h' })
})

it('leaves the only deployment to be chosen, to start what does not run, and nothing where there is none', async () => {
  const only = await seen([record(1)])
  expect(only.lane).toMatchObject({ wayBack: null, cannotRollBack: null })
  expect(only.targets).toMatchObject({ suggested: null, rows: [{ ended: 'current', available: true }] })
  for (const none of [[], [record(1, { status: 'in-progress' })]]) expect((await seen(none)).lane).toMatchObject({ cannotRollBack: 'There is no deployment to go back to.' })
})
