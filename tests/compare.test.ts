/** What the comparison says: of a service that is down, and of databases that do not differ. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startInput } from './support/inputs'
import { V1, V2 } from './support/shop'
import { useShops } from './support/shops'

const shop = useShops()
const request = { environment: 'staging', deploymentId: null, undo: null, services: [], data: 'keep', credentials: {} } as const

describe('the comparison with what runs', () => {
  it('is not empty while a service of it is down, and says so', async () => {
    const made = await shop()
    const so = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.1.0' })
    expect(so.comparison).toMatchObject({ empty: true, isListed: false, besides: [], schemas: [{ database: 'main', state: 'same', lines: [] }] })
    process.kill(made.pid('api') ?? 0, 'SIGKILL')
    await expect.poll(() => made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.1.0' }).then(({ comparison }) => comparison)).toMatchObject({ empty: false, isListed: false, besides: ['api does not run and is started again.'] })
    const view = await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.1.0' })
    expect(view.plan?.steps.map(({ id }) => id)).toContain('start/api@local')
    expect(view.comparison.releases.map(({ service, change }) => [service, change])).toEqual([['api', 'none'], ['worker', 'none']])
  })

  it('tells apart a schema that is the same, one that differs, and one that nobody captured', async () => {
    const made = await shop([V1, { ...V2, migrate: '' }, { version: 'v1.2.0', migrate: V2.migrate ?? '' }])
    const schemas = async (deploymentId: string) => (await made.engine.prepare(made.path, { ...request, deploymentId })).comparison.schemas.map(({ state, sentence }) => [state, sentence])
    expect(await schemas('deploy-v1.0.0')).toEqual([['differs', 'main is kept, so its schema stays as it is. v1.0.0 finds everything it needs in it.']])
    expect(await schemas('deploy-v1.2.0')).toEqual([['same', 'The schema of main is that of v1.2.0 already.']])
    rmSync(path.join(made.path, '.deployments/manifests/deploy-v1.0.0'), { recursive: true })
    expect(await schemas('deploy-v1.0.0')).toEqual([['not-captured', 'The schema of main was not captured with v1.0.0: nothing can be compared.']])
  })

  it('knows the schema of a copy that is restored, also of a release that nobody captured', async () => {
    const made = await shop()
    await (await made.engine.start(made.path, startInput())).finished
    rmSync(path.join(made.path, '.deployments/manifests/deploy-v1.1.0'), { recursive: true })
    const { schemas, besides } = (await made.engine.prepare(made.path, { ...request, deploymentId: 'deploy-v1.1.0', data: 'restore' })).comparison
    expect(schemas.map(({ state, sentence }) => [state, sentence])).toEqual([['same', 'The schema of main is that of its copy already.']])
    expect(besides).toContain('main goes back to other data; its schema is the same.')
  })
})
