/** Is what comes back still what was captured? A release folder that somebody changed, or emptied, meanwhile. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import type { StartInput } from '../src/engine/engine'
import type { Check } from '../src/domain/check'
import type { ServiceInputs } from '../src/domain/facts'
import { SERVICE } from './support/service'
import type { Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()

const request = { environment: 'staging', deploymentId: null, undo: null, services: [], data: 'keep', credentials: {} } as const
const prepared = (made: Shop) => made.engine.prepare(made.path, request)
const artifacts = (checks: readonly Check[]): readonly Check[] => checks.filter(({ name }) => name === 'artifacts')
const roll = (made: Shop, force: boolean) => rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'Checkout answers 500', force })
const start = (planHash: string): StartInput => ({ request, planHash, reason: 'Checkout answers 500', forced: 'all', typedName: 'staging', acceptsDataLoss: false, onFailure: 'stop', via: 'cli' })
const stamped = (made: Shop): string =>
  (JSON.parse(made.file('.deployments/services/staging/worker.json')) as { inputs: ServiceInputs }).inputs.release ?? ''
const change = (made: Shop): void => writeFileSync(path.join(made.path, 'releases/v1.0.0', SERVICE.file), `${readFileSync(path.join(made.path, 'releases/v1.0.0', SERVICE.file), 'utf8')}\n\n`)
const empty = (made: Shop): void => {
  const folder = path.join(made.path, 'releases/v1.0.0')
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true })
}

describe('a release folder that is not what was captured', () => {
  it('blocks while it is changed, in words that name it, in Checks, Target and Compare', async () => {
    const made = await shop()
    const asCaptured = await prepared(made)
    expect(artifacts(asCaptured.checks)).toMatchObject([{ passed: true }])
    change(made)
    const view = await prepared(made)
    expect(artifacts(view.checks)).toMatchObject([{ passed: false, blocking: 'unless-forced', message: 'Changed since it was captured: worker (folder releases/v1.0.0).' }])
    expect(view.plan?.hash).not.toBe(asCaptured.plan?.hash)
    await expect(made.engine.start(made.path, start(asCaptured.plan?.hash ?? ''))).rejects.toMatchObject({ problem: { code: 'stale-plan', changes: ['what worker would be started from was changed'] } })
    expect(view.comparison.releases.find(({ service }) => service === 'worker')).toMatchObject({ available: true, altered: true })
    const { rows } = await made.engine.targets(made.path, 'staging')
    expect(rows.find(({ version }) => version === 'v1.0.0')).toMatchObject({ available: true, altered: true, endedText: 'Changed since it was captured: folder releases/v1.0.0' })
    const before = { api: made.pid('api'), worker: made.pid('worker') }
    expect(await roll(made, false)).toMatchObject({ success: false, warnings: expect.arrayContaining(['Changed since it was captured: worker (folder releases/v1.0.0).']) as string[] })
    expect({ api: made.pid('api'), worker: made.pid('worker') }).toEqual(before)
  })

  it('is started as what it is when the check is overridden, and nothing is left to do', async () => {
    const made = await shop()
    const captured = (await prepared(made)).comparison
    expect(captured.releases.every(({ altered }) => !altered)).toBe(true)
    const manifest = JSON.parse(made.file('.deployments/manifests/deploy-v1.0.0/manifest.json')) as { releases: { worker: { digest: string } } }
    change(made)
    expect(await roll(made, true)).toMatchObject({ success: true })
    expect(await versionOf(made, 'worker')).toEqual({ version: 'v1.0.0' })
    expect(stamped(made)).toMatch(/^folder:releases\/v1\.0\.0#[0-9a-f]{64}$/)
    expect(stamped(made)).not.toContain(manifest.releases.worker.digest)
    const again = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.0.0' })
    expect(again.checks.find(({ name }) => name === 'already_running')).toMatchObject({ passed: false })
  })

  it('blocks also when forced once it is emptied or gone, before anything is stopped', async () => {
    const made = await shop()
    const before = { api: made.pid('api'), worker: made.pid('worker') }
    empty(made)
    expect(artifacts((await prepared(made)).checks)).toMatchObject([{ passed: false, blocking: 'always', message: 'Missing: worker (folder releases/v1.0.0, which is empty).' }])
    expect((await made.engine.targets(made.path, 'staging')).rows.find(({ version }) => version === 'v1.0.0')).toMatchObject({ available: false, endedText: 'Gone: folder releases/v1.0.0, which is empty' })
    expect(await roll(made, true)).toMatchObject({ success: false })
    rmSync(path.join(made.path, 'releases/v1.0.0'), { recursive: true })
    expect(artifacts((await prepared(made)).checks)).toMatchObject([{ blocking: 'always' }])
    expect({ api: made.pid('api'), worker: made.pid('worker') }).toEqual(before)
  })

  it('is nobody\'s business while the service already runs what was captured', async () => {
    const made = await shop()
    expect(await roll(made, false)).toMatchObject({ success: true })
    change(made)
    const view = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.0.0' })
    expect(artifacts(view.checks)).toMatchObject([{ passed: true }])
    expect(view.checks.find(({ name }) => name === 'already_running')).toMatchObject({ passed: false })
  })
})
