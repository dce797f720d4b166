/** A rollback of some services has to do with the databases that they use, and with no others. */
import { describe, expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import { mayLoseData } from '../src/domain/at-stake'
import { undoOf, startInput } from './support/inputs'
import { V1, type Shop } from './support/shop'
import { useShops } from './support/shops'

const created = useShops()
/** What v1.0.0 needs of the database is gone; only api uses it. */
const shop = (): Promise<Shop> => created([V1, { version: 'v1.1.0', migrate: "alter table orders drop column note; insert into orders (item) values ('lamp')", limits: 200 }])
const asked = (services: readonly string[], data: 'keep' | 'restore') => ({ ...startInput().request, services, data })
const items = (made: Shop): readonly string[] => made.sql<{ item: string }>('select item from orders order by id').map(({ item }) => item)
const NO_DATABASE = 'worker uses no database: no data can go back for it alone.'

describe('of a service that uses no database', () => {
  it('no database is checked, kept or counted', async () => {
    const made = await shop()
    const { checks, databases, snapshotBytes, plan } = await made.engine.prepare(made.path, asked(['worker'], 'keep'))
    expect(checks.filter(({ blocking, passed }) => !passed && blocking !== 'never')).toEqual([])
    expect(checks.find(({ name }) => name === 'schema_compatibility')).toMatchObject({ passed: true, message: 'no database is used by what goes back' })
    expect([databases, plan?.steps.filter(({ resource }) => resource.startsWith('database:'))]).toEqual([[], []])
    const all = await made.engine.prepare(made.path, asked([], 'keep'))
    expect(snapshotBytes).toBeLessThan(all.snapshotBytes)
    expect(all.checks.find(({ id }) => id === 'schema_compatibility:main')).toMatchObject({ passed: false, blocking: 'unless-forced' })
    expect(await rollbackDeployment({ projectPath: made.path, environment: 'staging', target: 'worker', reason: 'why' })).toMatchObject({ success: true, summary: { servicesRolledBack: 1, dataPreserved: true } })
  })

  it('data that is to go back is refused, and nothing is done or recorded', async () => {
    const made = await shop()
    const { checks } = await made.engine.prepare(made.path, asked(['worker'], 'restore'))
    expect(checks.find(({ name }) => name === 'data_source')).toMatchObject({ passed: false, blocking: 'always', message: NO_DATABASE })
    const before = made.file('.deployments/deployment-registry.json')
    const refused = await rollbackDeployment({ projectPath: made.path, environment: 'staging', target: 'worker', reason: 'why', preserveData: false, force: true })
    expect([refused.success, refused.warnings[0]]).toEqual([false, NO_DATABASE])
    expect([items(made), made.file('.deployments/deployment-registry.json')]).toEqual([['tea', 'cup', 'lamp'], before])
    expect((await made.engine.history(made.path, { text: '', environment: null, offset: 0, limit: 10 })).rows).toEqual([])
  })
})

it('of the service that uses it, the database is checked, and goes back', async () => {
  const made = await shop()
  const kept = await made.engine.prepare(made.path, asked(['api'], 'keep'))
  expect(kept.checks.find(({ id }) => id === 'schema_compatibility:main')).toMatchObject({ passed: false })
  expect(await rollbackDeployment({ projectPath: made.path, environment: 'staging', target: 'api', reason: 'why', preserveData: false })).toMatchObject({ success: true, summary: { dataPreserved: false } })
  expect(items(made)).toEqual(['tea', 'cup'])
})

it.each([[[]], [['api']], [['worker']], [['api', 'worker']]])('of %j, a loss is told where a step loses data, and nowhere else', async (services) => {
  const made = await shop()
  for (const data of ['keep', 'restore'] as const) {
    const view = await made.engine.prepare(made.path, asked(services, data))
    expect(mayLoseData(view), data).toBe(view.plan?.steps.some(({ effect }) => effect === 'loses-data') ?? false)
  }
})

it('the version of the environment is in force since it was deployed, whatever became of some services since', async () => {
  const made = await shop()
  const lane = async () => (await made.engine.overview(made.path, true)).lanes[0]
  const deployed = (await lane())?.current
  const { runId, finished } = await made.engine.start(made.path, startInput({ request: asked(['worker'], 'keep') }))
  expect((await finished).outcome).toBe('done')
  expect(await lane()).toMatchObject({ current: { version: 'v1.1.0', timestamp: deployed?.timestamp }, lastRollback: { to: 'v1.0.0', services: ['worker'] } })
  await (await made.engine.start(made.path, undoOf(runId))).finished
  expect((await lane())?.current).toMatchObject({ version: 'v1.1.0', timestamp: deployed?.timestamp })
})
