/** What the overview and `status` say of an environment, beside what the registry holds and what its services answer. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../src/domain/problem'
import type { LaneView, OverviewView } from '../src/domain/views'
import { inside, insideJson } from './cli/inside'
import { killedAt } from './support/driven'
import { startInput, undoOf } from './support/inputs'
import { V2, type Shop } from './support/shop'
import { useShops } from './support/shops'

const shop = useShops()
const laneOf = async (made: Shop): Promise<LaneView> => {
  const [lane] = (await made.engine.overview(made.path, true)).lanes
  if (!lane) throw new Error('There is no lane.')
  return lane
}
const status = async (made: Shop): Promise<string> => (await inside(['status', '--project', made.path])).stdout
const record = (made: Shop, version: string) => made.engine.record(made.path, { environment: 'staging', version, commit: null, status: 'success' })
const writeDefinition = (made: Shop, change: (text: string) => string): void => writeFileSync(path.join(made.path, 'backstep.yaml'), change(made.file('backstep.yaml')))

describe('the version of an environment', () => {
  it('is "since" our first observation while its services prove it, and "recorded" before', async () => {
    const made = await shop()
    const before = (await made.engine.overview(made.path, false)).lanes[0]
    expect(before?.current).toMatchObject({ version: 'v1.1.0', since: null })
    const lane = await laneOf(made)
    expect(lane).toMatchObject({ state: 'running', answers: [], current: { version: 'v1.1.0', since: lane.observedAt } })
    expect((await laneOf(made)).current?.since).toBe(lane.observedAt)
    expect(await status(made)).toMatch(/staging {2}v1\.1\.0 since .*● Running/)
  })

  it('was recorded and never ran: which one answers is said, nothing is "since", and the lane is not green', async () => {
    const made = await shop()
    await laneOf(made)
    await record(made, 'v2.0.0')
    const lane = await laneOf(made)
    expect(lane).toMatchObject({ state: 'drift', stateText: 'Drift on 2 services', answers: ['v1.1.0'], current: { version: 'v2.0.0', since: null } })
    expect(lane.services.map(({ display, detail }) => [display, detail])).toEqual(Array(2).fill(['drift', 'the registry says v2.0.0, it answers v1.1.0']))
    const said = await status(made)
    expect(said).toMatch(/staging {2}v2\.0\.0 recorded .*, v1\.1\.0 answers {2}≠ Drift/)
    expect(said).not.toContain('since')
  })

  it('that was recorded while another ran: the checks agree with the status about what answers', async () => {
    const made = await shop()
    const { id } = await record(made, 'v3.0.0')
    const { code, stderr, stdout } = await inside(['check', '--env', 'staging', '--to', id, '--project', made.path])
    const said = `${stdout}${stderr}`.replaceAll(/\s+/g, ' ')
    expect(code).toBe(3)
    expect(said).toContain(`What was captured with v3.0.0 is what runs: there is nothing to do. But api and worker answer v1.1.0, so the record ${id} is what is odd: it says v3.0.0.`)
    expect(said).not.toContain('already runs')
  })

  it('is asked of each service for itself after some of them were rolled back', async () => {
    const made = await shop()
    const handle = await made.engine.start(made.path, startInput({ request: { ...startInput().request, services: ['worker'] } }))
    expect((await handle.finished).outcome).toBe('done')
    const lane = await laneOf(made)
    expect(lane).toMatchObject({ state: 'drift', stateText: '1 of 2 serves v1.0.0', answers: ['v1.0.0'], current: { version: 'v1.1.0', since: null } })
    expect(await status(made)).toMatch(/staging {2}v1\.1\.0 recorded .*, v1\.0\.0 answers {2}≠ Drift · 1 of 2 serves v1\.0\.0/)
    expect(lane.services.map(({ name, version, display }) => [name, version, display])).toEqual([['api', 'v1.1.0', 'running'], ['worker', 'v1.0.0', 'running']])
    const rest = await made.engine.start(made.path, startInput({ request: { ...startInput().request, services: ['api'] }, forced: 'all' }))
    expect((await rest.finished).outcome).toBe('done')
    expect(await laneOf(made)).toMatchObject({ state: 'drift', stateText: '2 of 2 serve v1.0.0', current: { version: 'v1.1.0' }, wayBack: { version: 'v1.0.0', sentence: 'which every service answers as already' } })
    expect((await (await made.engine.start(made.path, undoOf(rest.runId))).finished).outcome).toBe('done')
    const undone = await made.engine.start(made.path, undoOf(handle.runId))
    await undone.finished
    const again = await laneOf(made)
    expect(again.current?.since).toBe(again.observedAt)
  })
})

describe('what a version is "since"', () => {
  it('begins anew with every run that ends, also where nobody looked in between', async () => {
    const made = await shop()
    const first = (await laneOf(made)).current?.since
    for (const version of ['v1.0.0', 'v1.1.0']) {
      const handle = await made.engine.start(made.path, startInput({ request: { ...startInput().request, deploymentId: made.ids[version] ?? null }, forced: ['schema_compatibility:main'] }))
      expect((await handle.finished).outcome).toBe('done')
    }
    const lane = await laneOf(made)
    expect(lane).toMatchObject({ state: 'running', current: { version: 'v1.1.0', since: lane.observedAt } })
    expect(lane.current?.since).not.toBe(first)
    expect((await laneOf(made)).current?.since).toBe(lane.observedAt)
  })

  it('begins anew with a record, and not while a deployment goes on', async () => {
    const made = await shop()
    const first = (await laneOf(made)).current?.since
    const begun = await made.engine.recordBegin(made.path, { environment: 'staging', version: 'v1.1.0', commit: null })
    expect((await laneOf(made)).current?.since).toBe(first)
    await made.engine.recordFinish(made.path, begun.id, 'success')
    const lane = await laneOf(made)
    expect(lane.current).toMatchObject({ deploymentId: begun.id, since: lane.observedAt })
  })
})

it('a way back that cannot be gone is said to be that, with what Target says of it', async () => {
  const made = await shop([V2])
  expect((await laneOf(made)).wayBack).toBeNull()
  const name = path.join(made.path, '.deployments/deployment-registry.json')
  const read = JSON.parse(readFileSync(name, 'utf8')) as { deployments: object[] }
  const theirs = { id: 'other-1', environment: 'staging', version: 'v0.9.0', timestamp: '2020-11-09T10:00:00.000Z', status: 'success' }
  writeFileSync(name, JSON.stringify({ ...read, deployments: [theirs, ...read.deployments] }))
  const { rows } = await made.engine.targets(made.path, 'staging')
  expect(rows.find(({ deploymentId }) => deploymentId === 'other-1')).toMatchObject({ available: false, endedText: 'No release of api is there any more' })
  expect((await laneOf(made)).wayBack).toMatchObject({ deploymentId: 'other-1', missing: 'No release of api is there any more', sentence: 'which cannot be gone back to: no release of api is there any more' })
  expect(await status(made)).toMatch(/way back {2}v0\.9\.0 \(other-1\), which cannot be gone back to: no release of api is there any more/)
})

describe('the last rollback', () => {
  const noted = (timestamp: string, more: object = {}) => ({
    id: 'rollback-900', environment: 'staging', version: 'v1.0.0', timestamp, status: 'success', duration: 74_000, strategy: 'rollback',
    rollback: { kind: 'full', from: 'deploy-899', to: 'deploy-v1.0.0', services: ['api'], reason: 'Slow', actor: 'mara', runId: 'rollback-900', dataPreserved: true }, ...more
  })
  const addToRegistry = (made: Shop, added: object): void => {
    const name = '.deployments/deployment-registry.json'
    const read = JSON.parse(made.file(name)) as { deployments: object[] }
    writeFileSync(path.join(made.path, name), JSON.stringify({ ...read, deployments: [...read.deployments, added] }))
  }
  const OLD = '2020-11-09T10:00:00.000Z'

  it('is the one that the registry notes where this project ran none', async () => {
    const made = await shop()
    expect((await laneOf(made)).lastRollback).toBeNull()
    addToRegistry(made, noted(OLD))
    expect((await laneOf(made)).lastRollback).toEqual({ runId: null, at: OLD, duration: 74_000, outcome: 'done', to: 'v1.0.0', services: [] })
    expect(await status(made)).toMatch(/last rollback .*2020.* to v1\.0\.0, in 1 min 14 s: ✓ Done/)
  })

  it('is the newest of both, and leads to a run only where that is here', async () => {
    const made = await shop()
    addToRegistry(made, noted(OLD, { status: 'failed', duration: null }))
    expect((await laneOf(made)).lastRollback).toMatchObject({ runId: null, duration: null, outcome: 'failed' })
    const handle = await made.engine.start(made.path, startInput())
    await handle.finished
    expect((await laneOf(made)).lastRollback).toMatchObject({ runId: handle.runId, outcome: 'done' })
    addToRegistry(made, noted('2999-01-01T10:00:00.000Z', { id: 'rollback-901' }))
    expect((await laneOf(made)).lastRollback).toMatchObject({ runId: null, at: '2999-01-01T10:00:00.000Z' })
  })
})

describe('drift', () => {
  it('of a configuration file and of a schema has its place too', async () => {
    const made = await shop()
    writeFileSync(path.join(made.path, 'config/staging.json'), '{"limits":{"cartItems":1}}')
    made.sql('create table surprise (id integer)')
    expect(await laneOf(made)).toMatchObject({
      state: 'drift', stateText: 'Drift on 1 file, 1 database',
      drift: [{ name: 'config/staging.json', detail: 'was changed since it was recorded' }, { name: 'main', detail: 'has another schema than recorded' }]
    })
    const said = await status(made)
    expect(said).toMatch(/≠ Drift · Drift on 1 file, 1 database/)
    expect(said).toMatch(/≠ Drift +config\/staging\.json +was changed since it was recorded/)
  })
})

describe('an environment of which little is known', () => {
  it('has no services: that is what is said, not that nothing was recorded', async () => {
    const made = await shop()
    writeDefinition(made, (text) => `${text}  bare: { services: {} }\n`)
    const said = await status(made)
    expect(said).toMatch(/bare {2}.*· No services/)
    expect(said).not.toContain('Nothing recorded')
  })

  it('when the registry cannot be read, nothing claims that it was', async () => {
    const made = await shop()
    writeFileSync(path.join(made.path, '.deployments/deployment-registry.json'), '{"version":')
    expect((await made.engine.overview(made.path, true)).registryReadAt).toBeNull()
    const said = await status(made)
    expect(said).toContain('registry not read')
    expect(said).toMatch(/staging {2}version not known/)
    expect(said).not.toContain('recorded yet')
  })
})

describe('an interrupted run is named', () => {
  const interrupted = async (): Promise<{ made: Shop; runId: string }> => {
    const made = await shop()
    return { made, runId: await killedAt(made, { type: 'step-finished', step: 'stop/api' }) }
  }
  const ways = (runId: string): RegExp => new RegExp(['resume', 'undo', 'abandon'].map((way) => `backstep ${way} ${runId}`).join('( · |\\s+)'))

  it.each<readonly [string, (made: Shop) => void, string]>([
    ['has an error', (made) => writeDefinition(made, (text) => text.replace('services:', 'servces:')), 'definition-invalid'],
    ['is gone', (made) => rmSync(path.join(made.path, 'backstep.yaml')), 'definition-missing']
  ])('when backstep.yaml %s, with the error, and goes on all the same', async (_, damage, code) => {
    const { made, runId } = await interrupted()
    damage(made)
    expect((await made.engine.overview(made.path, true)).runs).toMatchObject([{ runId, environment: 'staging', status: 'interrupted' }])
    const said = await inside(['status', '--project', made.path])
    expect(said.code).toBe(2)
    expect(said.stdout).toContain('backstep.yaml')
    expect(said.stdout).toMatch(/staging {2}.*‖ Interrupted/)
    expect(said.stdout).toMatch(ways(runId))
    const { code: exit, json } = await insideJson<OverviewView & { problem: { code: string } }>(['status', '--env', 'staging', '--project', made.path])
    expect([exit, json.problem.code, json.runs.map((run) => run.runId)]).toEqual([2, code, [runId]])
    expect((await inside(['resume', '--project', made.path])).code).toBe(0)
    expect((await made.engine.overview(made.path, true)).runs).toEqual([])
  })

  it('without an undo while its snapshot was not verified: it has changed nothing, and what is offered can be done', async () => {
    const made = await shop()
    const runId = await killedAt(made, { type: 'step-finished', step: 'keep/config' })
    const said = (await inside(['status', '--project', made.path])).stdout
    expect(said).toContain('It has changed nothing')
    expect(said).toMatch(new RegExp(`backstep resume ${runId}\\s+backstep abandon ${runId}`))
    expect((await laneOf(made)).run).toMatchObject({ snapshotVerified: false, ways: ['resume', 'abandon'] })
    const undo = await insideJson<{ problem: Problem }>(['undo', runId, '--yes', '--project', made.path])
    expect([undo.code, undo.json.problem]).toMatchObject([2, { code: 'nothing-to-undo', message: expect.stringContaining('has changed nothing') as string, next: `Go on with \`backstep resume ${runId}\`, or end it with \`backstep abandon ${runId}\`.` }])
    const rollback = await inside(['rollback', '--env', 'staging', '--reason', 'Slow', '--yes', '--project', made.path])
    expect(rollback.stderr).toContain(`Decide about it first: backstep resume ${runId} or backstep abandon ${runId}.`)
    expect((await inside(['abandon', runId, '--project', made.path])).code).toBe(0)
    const again = await insideJson<{ problem: Problem }>(['abandon', runId, '--project', made.path])
    expect(again.json.problem).toMatchObject({ code: 'run-finished', next: 'Start a new rollback: there is nothing of it to undo.' })
    expect((await insideJson<{ problem: Problem }>(['undo', runId, '--project', made.path])).json.problem.next).toBe('Start a new rollback: backstep rollback --env staging.')
  })

  it('when its environment was taken out of backstep.yaml', async () => {
    const { made, runId } = await interrupted()
    writeDefinition(made, (text) => text.replace('  staging:', '  preview:'))
    const { lanes, runs } = await made.engine.overview(made.path, true)
    expect([lanes.map(({ environment, run }) => [environment, run]), runs]).toMatchObject([[['preview', null]], [{ runId }]])
    for (const args of [[], ['--env', 'staging']]) {
      const { code, stdout } = await inside(['status', ...args, '--project', made.path])
      expect(code).toBe(0)
      expect(stdout).toMatch(/staging {2}not in backstep\.yaml {2}‖ Interrupted/)
      expect(stdout).toMatch(ways(runId))
    }
    expect((await inside(['status', '--env', 'preview', '--project', made.path])).stdout).not.toContain(runId)
  })
})

it('an environment that only the registry knows is named as that, with where its deployments are', async () => {
  const made = await shop()
  writeDefinition(made, (text) => text.replace('  staging:', '  preview:'))
  const { code, stdout } = await inside(['status', '--env', 'staging', '--project', made.path])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^staging has deployments in the registry and does not stand in backstep\.yaml, so nothing of it can be asked\.\nSee them with `backstep list --env staging`\./)])
})
