import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { captured, COMMIT, keptProject, RUN, snapshotted, writerFor } from '../testing/kept-project'
import { codeOf } from '../testing/project'
import { createManifests } from '.'
import { clearLeft } from './left'

const problemIn = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing was thrown', (error: unknown) => (error as Error).message)

describe('a captured manifest', () => {
  it('comes back as it was kept, with every file private', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    const manifest = await manifests.read('manifests', 'd1')
    expect(manifest.files).toMatchObject([{ path: '.env.staging', blob: 'config/.env.staging', mode: 0o600 }, { blob: 'config/config/shop.json', mode: 0o640 }, { path: 'config/absent.json', blob: null, digest: null }])
    expect(manifest.databases).toMatchObject([{ name: 'main', rows: { orders: 2 }, copy: { blob: 'database/main.sqlite' } }])
    expect(manifest.databases[0]?.copy?.sha256).toBe((await manifests.hashBlob({ store: 'manifests', id: 'd1', blob: 'database/main.sqlite' }))?.sha256)
    expect((await manifests.readBlob({ store: 'manifests', id: 'd1', blob: 'config/.env.staging' })).toString()).toBe('API_TOKEN=secret\n')
    await manifests.verify('manifests', 'd1')
    const names = ['checksums.json', 'config/.env.staging', 'config/config/shop.json', 'database/main.sqlite', 'manifest.json', 'schema/main.json']
    expect(await manifests.files('manifests', 'd1')).toEqual(names)
    for (const name of names) expect(statSync(join(path, '.deployments/manifests/d1', name)).mode & 0o777, name).toBe(0o600)
    expect(statSync(join(path, '.deployments/manifests/d1/config')).mode & 0o777).toBe(0o700)
    expect((await manifests.checksums('manifests', 'd1')).map((file) => file.path).sort()).toEqual(names.slice(1))
    expect(await manifests.ids('manifests')).toEqual(['d1'])
    expect(await manifests.hashBlob({ store: 'manifests', id: 'd1', blob: 'database/none.sqlite' })).toBeNull()
  })

  it('is replaced by one of the same id, and nothing is left beside it', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    await captured(context, observed, 'd1', 'v2')
    expect((await manifests.read('manifests', 'd1')).version).toBe('v2')
    expect(readdirSync(join(path, '.deployments/manifests'))).toEqual(['d1'])
  })

  it('leaves nothing when a copy fails, and the one before stays', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    rmSync(join(path, 'data/shop.sqlite'))
    expect(await codeOf(captured(context, observed))).not.toBe('nothing was thrown')
    expect(readdirSync(join(path, '.deployments/manifests'))).toEqual(['d1'])
    await manifests.read('manifests', 'd1')
  })

  it('that a killed process was building is removed, also where a folder has no file yet', async () => {
    const { context, path } = await keptProject()
    const manifests = join(path, '.deployments/manifests')
    mkdirSync(join(manifests, '.new+999999999+1+boot+0a0b0c0d+/schema'), { recursive: true })
    writeFileSync(join(manifests, '.new+999999999+1+boot+0a0b0c0d+/manifest.json'), '{')
    await clearLeft(context)
    expect(readdirSync(manifests)).toEqual([])
  })

  it('that cannot be read is told apart from one that is not there', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    expect(await manifests.listAll('manifests')).toMatchObject({ read: [{ id: 'd1' }], unread: [] })
    writeFileSync(join(path, '.deployments/manifests/d1/manifest.json'), '{')
    expect(await manifests.listAll('manifests')).toMatchObject({ read: [], unread: [{ code: 'manifest-damaged' }] })
  })

  it.each([
    ['a flipped byte', 'config/config/shop.json', (file: string) => { const bytes = readFileSync(file); bytes[2]! ^= 1; writeFileSync(file, bytes) }],
    ['a flipped byte of a copy', 'database/main.sqlite', (file: string) => { const bytes = readFileSync(file); bytes[5000]! ^= 1; writeFileSync(file, bytes) }],
    ['a missing file', 'config/.env.staging', (file: string) => rmSync(file)],
    ['an extra file', 'config/extra', (file: string) => writeFileSync(file, 'x')],
    ['a link for a file', 'schema/main.json', (file: string) => { rmSync(file); symlinkSync('/etc/hostname', file) }],
    ['a truncated copy', 'database/main.sqlite', (file: string) => truncateSync(file, 4096)],
    ['a damaged manifest', 'manifest.json', (file: string) => writeFileSync(file, '{')],
    ['missing checksums', 'checksums.json', (file: string) => rmSync(file)],
    ['damaged checksums', 'checksums.json', (file: string) => writeFileSync(file, '{"format":1,"files":{"a":1}}')],
    ['checksums without their last line end', 'checksums.json', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').trimEnd())]
  ])('is refused with %s, by name', async (_, name, harm) => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    await manifests.read('manifests', 'd1')
    harm(join(path, '.deployments/manifests/d1', name))
    for (const work of [() => manifests.read('manifests', 'd1'), () => manifests.verify('manifests', 'd1')]) {
      expect(await codeOf(work())).toBe('manifest-damaged')
      expect(await problemIn(work())).toContain(name)
    }
  })

  it('is verified anew when a file changed but its time and size did not', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    const file = join(path, '.deployments/manifests/d1/config/config/shop.json')
    utimesSync(file, 1, 1)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await manifests.read('manifests', 'd1')
    await manifests.read('manifests', 'd1')
    writeFileSync(file, '{"a":2}')
    utimesSync(file, 1, 1)
    expect(await codeOf(manifests.read('manifests', 'd1'))).toBe('manifest-damaged')
  })

  it('cannot lead elsewhere, whatever its id or its names are', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed, '../../out')
    expect(readdirSync(path)).not.toContain('out')
    expect(await manifests.ids('manifests')).toEqual(['../../out'])
    expect((await manifests.read('manifests', '../../out')).id).toBe('../../out')
    for (const blob of ['../../../x', '/etc/passwd', '', '.', 'a\0b']) expect(await problemIn(manifests.hashBlob({ store: 'manifests', id: '../../out', blob }))).toContain('outside')
  })

  it('is left out of the list when it cannot be read, also among other things', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = await captured(context, observed)
    await captured(context, observed, 'd2')
    writeFileSync(join(path, '.deployments/manifests/d2/manifest.json'), '[]')
    mkdirSync(join(path, '.deployments/manifests/.new-1'))
    writeFileSync(join(path, '.deployments/manifests/file'), '')
    mkdirSync(join(path, '.deployments/manifests/%zz'))
    expect((await manifests.list('manifests')).map(({ id }) => id)).toEqual(['d1'])
    expect(await manifests.list('rollback-snapshots')).toEqual([])
  })
})

describe('a snapshot', () => {
  it('holds what the steps kept, and verifies', async () => {
    const { context, path, observed } = await keptProject()
    const manifests = createManifests(context)
    expect(await manifests.has('rollback-snapshots', RUN)).toBe(false)
    const summary = await snapshotted(context, observed)
    const files = await manifests.files('rollback-snapshots', RUN)
    expect(files).toEqual([
      'checksums.json', 'config/.env.staging', 'config/config/shop.json', 'database/main.sqlite', 'database/preservation-note.json', 'manifest.json', 'metadata.json',
      'state/deployment-registry.json', 'state/staging-state.json'
    ])
    expect(summary).toMatchObject({ id: RUN, files: files.length, bytes: await manifests.bytes('rollback-snapshots', RUN) })
    expect(await manifests.read('rollback-snapshots', RUN)).toMatchObject({
      id: RUN, kind: 'snapshot', version: 'v1', deploymentId: 'd1', takenAt: observed.at, releases: { web: { kind: 'git', commit: COMMIT } },
      databases: [{ name: 'main', engine: 'sqlite', rows: { orders: 2 }, copy: { blob: 'database/main.sqlite' } }]
    })
    expect(JSON.parse(readFileSync(join(path, '.deployments/rollback-snapshots', RUN, 'metadata.json'), 'utf8'))).toEqual({ rollbackId: RUN, timestamp: observed.at, environment: 'staging', fromDeploymentId: 'd1', toDeploymentId: 'd0', preserveData: false })
    expect(JSON.parse((await context.store.note(`verified:${RUN}`)) ?? '')).toEqual({ ok: true, at: summary.verifiedAt, problem: null })
    await manifests.verify('rollback-snapshots', RUN)
  })

  it('goes on in another process, past what a killed one left', async () => {
    const { context, path, observed } = await keptProject()
    const first = writerFor(context)
    await first.keepConfig(context.environment.config.map((file) => file.path), observed)
    await first.keepState('{}', observed)
    writeFileSync(join(path, '.deployments/rollback-snapshots', RUN, 'config/.x.0123.backstep-tmp'), '')
    expect(await codeOf(writerFor(context).verify())).toBe('snapshot-incomplete')
    const second = writerFor(context)
    await second.dump(context.environment.databases[0]!)
    await second.verify()
    expect((await createManifests(context).read('rollback-snapshots', RUN)).files).toHaveLength(3)
  })

  it('is refused when a copy or a file is not what was kept', async () => {
    const { context, path, observed } = await keptProject()
    await snapshotted(context, observed)
    const folder = join(path, '.deployments/rollback-snapshots', RUN)
    truncateSync(join(folder, 'database/main.sqlite'), 4096)
    expect(await problemIn(writerFor(context).verify())).toContain('database/main.sqlite')
    await writerFor(context).dump(context.environment.databases[0]!)
    writeFileSync(join(folder, 'config/.env.staging'), 'API_TOKEN=other!\n')
    expect(await problemIn(writerFor(context).verify())).toContain('config/.env.staging')
  })

  it('is not made of a file that changed since it was observed', async () => {
    const { context, path, observed } = await keptProject()
    writeFileSync(join(path, 'config/shop.json'), '{"a":2}')
    expect(await codeOf(writerFor(context).keepConfig(['config/shop.json'], observed))).toBe('config-changed')
  })
})
