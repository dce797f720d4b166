/** The nine promises of `rollbackDeployment`, each against real processes, files and rows. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import { SERVICE } from './support/service'
import { V1, V2, type Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()

const roll = (made: Shop, more: Partial<Parameters<typeof rollbackDeployment>[0]> = {}): ReturnType<typeof rollbackDeployment> =>
  rollbackDeployment({ projectPath: made.path, environment: 'staging', reason: 'Critical bug in v1.1.0 affecting authentication', ...more })
interface Row { id: string; version: string; timestamp: string; status: string; strategy: string; rollback?: { from: string; to: string; reason: string; kind: string; historyHead: string } }
const registry = (made: Shop): Row[] => (JSON.parse(made.file('.deployments/deployment-registry.json')) as { deployments: Row[] }).deployments
const sha = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('rollbackDeployment', () => {
  it('goes back to the previous deployment: other processes answer as the target', async () => {
    const made = await shop()
    const before = { api: made.pid('api'), worker: made.pid('worker') }
    expect(await versionOf(made)).toEqual({ version: 'v1.1.0' })
    const result = await roll(made)
    expect(result).toMatchObject({ success: true, rolledBackTo: { deploymentId: 'deploy-v1.0.0', version: 'v1.0.0' }, summary: { servicesRolledBack: 2, dataPreserved: true }, validation: { healthChecks: true, configValid: true, servicesRunning: 2 } })
    expect(result.summary.duration).toBeGreaterThan(0)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
    expect(await versionOf(made, 'worker')).toEqual({ version: 'v1.0.0' })
    expect(made.pid('api')).not.toBe(before.api)
    expect(made.pid('worker')).not.toBe(before.worker)
    expect((await made.answers('api', '/config')).body).toEqual({ limits: { cartItems: 100 } })
    expect(made.file('.env.staging')).toContain('MODE=v1.0.0')
  })

  it('goes back to a specific deployment', async () => {
    const made = await shop([V1, V2, { version: 'v1.2.0' }])
    const result = await roll(made, { deploymentId: 'deploy-v1.0.0', force: true })
    expect(result).toMatchObject({ success: true, rolledBackTo: { deploymentId: 'deploy-v1.0.0', version: 'v1.0.0' } })
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('keeps a verified snapshot before anything changes', async () => {
    const made = await shop()
    const env = made.file('.env.staging')
    const result = await roll(made)
    const folder = path.join(made.path, '.deployments/rollback-snapshots', result.rollbackId)
    expect(JSON.parse(readFileSync(path.join(folder, 'metadata.json'), 'utf8'))).toEqual({ rollbackId: result.rollbackId, timestamp: expect.any(String) as string, environment: 'staging', fromDeploymentId: 'deploy-v1.1.0', toDeploymentId: 'deploy-v1.0.0', preserveData: true })
    expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['checksums.json', 'config', 'database', 'manifest.json', 'metadata.json', 'state']))
    expect(readFileSync(path.join(folder, 'config/.env.staging'), 'utf8')).toBe(env)
    expect(existsSync(path.join(folder, 'state/staging-state.json'))).toBe(true)
    const { files } = JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8')) as { files: Record<string, { sha256: string }> }
    expect(Object.keys(files).length).toBeGreaterThan(4)
    for (const [name, { sha256 }] of Object.entries(files)) expect(sha(path.join(folder, name)), name).toBe(sha256)
  })

  it('fails when there is no target, and changes nothing', async () => {
    const made = await shop([V1])
    const before = { registry: made.file('.deployments/deployment-registry.json'), pid: made.pid('api') }
    const result = await roll(made)
    expect(result.success).toBe(false)
    expect(result.warnings[0]).toBe("No valid rollback target found for environment 'staging'")
    expect(result.rolledBackTo).toEqual({ deploymentId: '', version: '', timestamp: '' })
    expect({ registry: made.file('.deployments/deployment-registry.json'), pid: made.pid('api') }).toEqual(before)
  })

  it('warns of a major version jump, and goes on', async () => {
    const made = await shop([V1, { ...V2, version: 'v2.0.0' }])
    const result = await roll(made)
    expect(result.success).toBe(true)
    expect(result.warnings.join('\n')).toMatch(/major/i)
  })

  it('adds its record to the registry and marks what it left', async () => {
    const made = await shop()
    const result = await roll(made)
    const rows = registry(made)
    expect(rows.map(({ id, status }) => [id, status])).toEqual([['deploy-v1.0.0', 'success'], ['deploy-v1.1.0', 'rolled-back'], [result.rollbackId, 'success']])
    expect(rows.at(-1)).toMatchObject({ version: 'v1.0.0', strategy: 'rollback', rollback: { kind: 'full', from: 'deploy-v1.1.0', to: 'deploy-v1.0.0', reason: 'Critical bug in v1.1.0 affecting authentication', historyHead: expect.stringMatching(/^[0-9a-f]{64}$/) as string } })
  })

  it('keeps the rows that were written since, and restores them away when asked to', async () => {
    const made = await shop()
    made.sql("insert into orders (item) values ('lamp') returning id")
    const kept = await roll(made)
    expect(kept.summary.dataPreserved).toBe(true)
    expect(made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)).toEqual(['tea', 'cup', 'lamp'])
    const other = await shop()
    other.sql("insert into orders (item) values ('lamp') returning id")
    const restored = await roll(other, { preserveData: false })
    expect(restored).toMatchObject({ success: true, summary: { dataPreserved: false } })
    expect(other.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)).toEqual(['tea', 'cup'])
    expect(other.sql("select name from sqlite_master where name = 'coupons'")).toEqual([])
  })

  it('names the manifest that cannot be read where a copy of the data is looked for', async () => {
    const made = await shop()
    const folder = path.join(made.path, '.deployments/manifests')
    const before = readdirSync(folder).map((id) => path.join(folder, id, 'manifest.json')).filter((file) => (JSON.parse(readFileSync(file, 'utf8')) as { kind: string }).kind === 'before-deployment')
    expect(before.length).toBeGreaterThan(0)
    for (const file of before) writeFileSync(file, '{')
    const result = await roll(made, { preserveData: false })
    expect(result.success).toBe(false)
    expect(result.warnings[0]).toMatch(/No copy of main as v1\.0\.0 left it is among what can be read\. .*manifest/)
  })

  it('asks for health afterwards: a failing health check is success with warnings', async () => {
    const made = await shop([{ ...V1, fault: 'unhealthy' }, V2], { within: '1s' })
    const result = await roll(made)
    expect(result.success).toBe(true)
    expect(result.validation.healthChecks).toBe(false)
    expect(result.warnings.join('\n')).toMatch(/health/)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })

  it('is blocked by a check until forced', async () => {
    const made = await shop([V1, { ...V2, migrate: 'alter table orders drop column note' }])
    const pid = made.pid('api')
    const blocked = await roll(made)
    expect(blocked.success).toBe(false)
    expect(blocked.warnings[0]).toMatch(/orders\.note/)
    expect(made.pid('api')).toBe(pid)
    const forced = await roll(made, { force: true })
    expect(forced.success).toBe(true)
    expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  })
})

describe('rollbackDeployment when a step fails', () => {
  it('says what it was to go back to, the state of things first, and that nothing was lost', async () => {
    const made = await shop([{ ...V1, fault: 'exits' }, V2])
    const result = await roll(made)
    expect(result).toMatchObject({ success: false, rolledBackTo: { deploymentId: 'deploy-v1.0.0', version: 'v1.0.0' }, summary: { servicesRolledBack: 0, dataPreserved: true }, validation: { healthChecks: false, configValid: false, servicesRunning: 0 } })
    expect(result.rolledBackTo.timestamp).not.toBe('')
    expect(result.summary.duration).toBeGreaterThan(0)
    expect(result.warnings[0]).toBe('As it stands, api and worker do not run. The snapshot was verified before anything was changed; it is verified again before the run goes on or is undone.')
    expect(result.warnings[1]).toMatch(/api.* The run .* waits for a decision/)
    expect(result.warnings).toContain('worker is stopped.')
    expect(result.warnings.join('\n')).toContain(`backstep undo ${result.rollbackId}`)
  })

  it('counts the services that are as wanted and those that run, and says that the data was replaced', async () => {
    const made = await shop()
    made.sql("insert into orders (item) values ('lamp') returning id")
    rmSync(path.join(made.path, 'releases/v1.0.0', SERVICE.file))
    const result = await roll(made, { preserveData: false, force: true })
    expect(made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)).toEqual(['tea', 'cup'])
    expect(result).toMatchObject({ success: false, rolledBackTo: { deploymentId: 'deploy-v1.0.0' }, summary: { servicesRolledBack: 1, dataPreserved: false }, validation: { healthChecks: false, servicesRunning: 1 } })
    expect(result.warnings[0]).toBe('As it stands, api serves v1.0.0; worker does not run. The snapshot was verified before anything was changed; it is verified again before the run goes on or is undone.')
    expect(result.warnings).toContain('1 row written since the copy is no longer in the live database.')
  })
})

describe('rollbackDeployment when nothing was begun', () => {
  it('names the target that was chosen, and has empty strings where there is none', async () => {
    const made = await shop([V1, { ...V2, migrate: 'alter table orders drop column note' }])
    const chosen = { deploymentId: 'deploy-v1.0.0', version: 'v1.0.0', timestamp: registry(made)[0]?.timestamp }
    const named = await roll(made, { deploymentId: 'deploy-v1.0.0' })
    expect(named).toMatchObject({ success: false, rolledBackTo: chosen, summary: { servicesRolledBack: 0, dataPreserved: true } })
    expect((await roll(made)).rolledBackTo).toEqual(chosen)
    expect((await roll(made, { deploymentId: 'deploy-404' })).rolledBackTo).toEqual({ deploymentId: '', version: '', timestamp: '' })
  })

  it('refuses a parameter of another type by its name', async () => {
    const wrong = { projectPath: '/nowhere', environment: 'staging', reason: 'why', force: 'yes' } as unknown as Parameters<typeof rollbackDeployment>[0]
    expect((await rollbackDeployment(wrong)).warnings).toEqual(['force must be true or false. Nothing was changed.', 'Pass force as true or false.'])
    expect((await rollbackDeployment({ ...wrong, force: false, target: 5 as unknown as string })).warnings).toEqual(['target must be a text. Nothing was changed.', 'Pass target as a text.'])
    expect((await rollbackDeployment(undefined as unknown as Parameters<typeof rollbackDeployment>[0])).warnings).toEqual(['projectPath must be a text. Nothing was changed.', 'Pass projectPath as a text.'])
  })
})
