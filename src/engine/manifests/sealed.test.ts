import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EnvironmentContext } from '../context'
import { decrypted, newIdentity, recipientOf } from '../keys/age'
import { ownedName } from '../owned'
import { databaseOf } from '../session/adapters'
import { captured, keptProject, keysWith, RUN, snapshotted, writerFor, type KeptProject } from '../testing/kept-project'
import { problem } from '../testing/problem'
import { codeOf } from '../testing/project'
import { clearLeft } from './left'
import { withUnsealed } from './unsealed'
import { createManifests } from '.'

interface Sealed extends KeptProject { readonly recipients: readonly string[]; readonly identities: readonly string[] }

/** Encrypts for so many keys; `has`: which of them this user has. */
async function sealedProject(count = 1, has: readonly number[] = [0]): Promise<Sealed> {
  const identities = await Promise.all(Array.from({ length: count }, () => newIdentity()))
  const recipients = await Promise.all(identities.map(async (identity) => (await recipientOf(identity))!))
  const made = await keptProject(async (path, store) => {
    const keys = keysWith(path, store, has.map((index) => identities[index]!))
    for (const key of recipients) await keys.recipients.add({ key, name: null })
    return keys
  })
  return { ...made, recipients, identities }
}
/** The same project, opened by somebody else. */
const seenWith = ({ context, path }: KeptProject, identities: readonly string[]): EnvironmentContext => ({ ...context, keys: keysWith(path, context.store, identities) })
// Long enough to stand in no random bytes.
const secrets = ['API_TOKEN', 'secret', '{"a":1}', 'SQLite format 3']
const isPlain = (file: string): boolean => secrets.some((word) => readFileSync(file).includes(word))
const unsealed = (path: string): string => join(path, '.deployments/unsealed')
const leftIn = (path: string): readonly string[] => (existsSync(unsealed(path)) ? readdirSync(unsealed(path), { recursive: true }).map(String) : [])

describe('an encrypted manifest', () => {
  it('holds no value in any of its files, and gives everything back to whoever has the key', async () => {
    const project = await sealedProject()
    const { context, path, observed } = project
    const manifests = await captured(context, observed)
    const manifest = await manifests.read('manifests', 'd1')
    expect(manifest).toMatchObject({ format: 2, encryption: { recipients: project.recipients } })
    const names = await manifests.files('manifests', 'd1')
    expect(names).toEqual(['checksums.json', 'config/.env.staging.age', 'config/config/shop.json.age', 'database/main.sqlite.age', 'manifest.json', 'schema/main.json'])
    for (const name of names.filter((one) => one.endsWith('.age'))) expect(isPlain(join(path, '.deployments/manifests/d1', name)), name).toBe(false)
    for (const name of names) expect(statSync(join(path, '.deployments/manifests/d1', name)).mode & 0o777, name).toBe(0o600)
    expect(manifest.files[0]).toMatchObject({ blob: 'config/.env.staging', digest: context.digest('API_TOKEN=secret\n'), keys: [{ key: 'API_TOKEN', digest: '', secret: true }] })
    expect(readFileSync(join(path, '.deployments/manifests/d1/manifest.json'), 'utf8')).not.toContain(context.digest('secret'))
    expect((await manifests.readBlob({ store: 'manifests', id: 'd1', blob: 'config/.env.staging' })).toString()).toBe('API_TOKEN=secret\n')
    const copy = { store: 'manifests', id: 'd1', blob: 'database/main.sqlite' } as const
    expect((await manifests.hashBlob(copy))?.sha256).toBe(manifest.databases[0]?.copy?.sha256)
    const main = context.environment.databases[0]!
    const found = await manifests.withCopy(copy, async (file) => {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
      return databaseOf('sqlite').inspect(context, main, file)
    })
    expect(found.rows).toEqual({ orders: 2 })
    expect(await manifests.verify('manifests', 'd1')).toBe('opened')
    expect(leftIn(path)).toEqual([])
  })

  it('is captured without any private key; then it is intact, but opens nothing', async () => {
    const project = await sealedProject(2, [])
    const { context, path, observed } = project
    const manifests = await captured(context, observed)
    expect((await manifests.read('manifests', 'd1')).databases[0]?.rows).toEqual({ orders: 2 })
    expect(await manifests.verify('manifests', 'd1')).toBe('not-opened')
    const blob = { store: 'manifests', id: 'd1', blob: 'config/.env.staging' } as const
    for (const work of [() => manifests.readBlob(blob), () => manifests.withCopy({ ...blob, blob: 'database/main.sqlite' }, async () => 1)]) {
      expect(await problem(work())).toMatchObject({ code: 'key-missing', message: expect.stringContaining(project.recipients[0]!.slice(0, 12)) as string, next: expect.stringContaining('keys import') as string })
    }
    expect(await manifests.keyProblem('manifests', 'd1')).toMatchObject({ code: 'key-missing' })
    // Each of its keys alone opens it.
    for (const identity of project.identities) {
      const theirs = createManifests(seenWith(project, [identity]))
      expect((await theirs.readBlob(blob)).toString()).toBe('API_TOKEN=secret\n')
      expect(await theirs.keyProblem('manifests', 'd1')).toBeNull()
    }
    expect(leftIn(path)).toEqual([])
  })

  it('does not open with another key', async () => {
    const project = await sealedProject()
    await captured(project.context, project.observed)
    const other = createManifests(seenWith(project, [await newIdentity()]))
    expect(await codeOf(other.readBlob({ store: 'manifests', id: 'd1', blob: 'config/.env.staging' }))).toBe('key-missing')
  })

  it('is refused with a flipped bit of what is encrypted, by name, with and without the key', async () => {
    const project = await sealedProject()
    await captured(project.context, project.observed)
    const file = join(project.path, '.deployments/manifests/d1/database/main.sqlite.age')
    const bytes = readFileSync(file)
    bytes[bytes.length - 5_000]! ^= 1
    writeFileSync(file, bytes)
    for (const identities of [project.identities, []]) {
      const manifests = createManifests(seenWith(project, identities))
      for (const work of [() => manifests.read('manifests', 'd1'), () => manifests.verify('manifests', 'd1')]) expect(await problem(work())).toMatchObject({ code: 'manifest-damaged', message: expect.stringContaining('main.sqlite.age') as string })
    }
    const mine = createManifests(project.context)
    expect(await codeOf(mine.withCopy({ store: 'manifests', id: 'd1', blob: 'database/main.sqlite' }, async () => 1))).toBe('ciphertext-damaged')
    expect(leftIn(project.path)).toEqual([])
  })

  it('is refused when somebody who knows only the public key puts other content in its place, checksums and all', async () => {
    const project = await sealedProject()
    const { context, path, observed } = project
    await captured(context, observed)
    writeFileSync(join(path, '.env.staging'), 'API_TOKEN=theirs\n')
    await captured(context, observed, 'd2')
    const folder = (id: string): string => join(path, '.deployments/manifests', id)
    writeFileSync(join(folder('d1'), 'config/.env.staging.age'), readFileSync(join(folder('d2'), 'config/.env.staging.age')))
    const sums = (id: string) => JSON.parse(readFileSync(join(folder(id), 'checksums.json'), 'utf8')) as { files: Record<string, unknown> }
    const forged = sums('d1')
    forged.files['config/.env.staging.age'] = sums('d2').files['config/.env.staging.age']
    writeFileSync(join(folder('d1'), 'checksums.json'), `${JSON.stringify(forged, null, 2)}\n`)
    const manifests = createManifests(context)
    expect(await codeOf(manifests.readBlob({ store: 'manifests', id: 'd1', blob: 'config/.env.staging' }))).toBe('manifest-damaged')
    expect(await codeOf(manifests.verify('manifests', 'd1'))).toBe('manifest-damaged')
  })

  it('stands beside those that are not encrypted, which stay readable', async () => {
    const project = await keptProject()
    await captured(project.context, project.observed)
    const identity = await newIdentity()
    const keys = keysWith(project.path, project.context.store, [identity])
    await keys.recipients.add({ key: (await recipientOf(identity))!, name: null })
    const context = { ...project.context, keys }
    const manifests = await captured(context, project.observed, 'd2')
    expect((await manifests.list('manifests')).map(({ format }) => format)).toEqual([1, 2])
    for (const id of ['d1', 'd2']) expect((await manifests.readBlob({ store: 'manifests', id, blob: 'config/.env.staging' })).toString()).toBe('API_TOKEN=secret\n')
    expect(await manifests.verify('manifests', 'd1')).toBe('plain')
    await manifests.withCopy({ store: 'manifests', id: 'd1', blob: 'database/main.sqlite' }, async (file) => expect(file).toBe(join(project.path, '.deployments/manifests/d1/database/main.sqlite')))
  })

  it('is told from one that a newer Backstep wrote', async () => {
    const { context, path, observed } = await sealedProject()
    const manifests = await captured(context, observed)
    const file = join(path, '.deployments/manifests/d1/manifest.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 2', '"format": 3'))
    expect(await problem(manifests.readUnverified('manifests', 'd1'))).toMatchObject({ code: 'manifest-newer', message: expect.stringContaining('format 3') as string })
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 3', '"format": 1'))
    expect(await codeOf(manifests.readUnverified('manifests', 'd1'))).toBe('manifest-damaged')
  })
})

describe('an encrypted snapshot', () => {
  it('says for how many keys it is, and whether one of them opened all of it again', async () => {
    for (const has of [[1], []]) {
      const { context, path, observed } = await sealedProject(2, has)
      const summary = await snapshotted(context, observed)
      expect(summary.encryption).toEqual({ keys: 2, opened: has.length > 0 })
      const folder = join(path, '.deployments/rollback-snapshots', RUN)
      const names = await createManifests(context).files('rollback-snapshots', RUN)
      expect(names).toContain('state/staging-state.json.age')
      for (const name of names) expect(readFileSync(join(folder, name)).includes('API_TOKEN=secret'), name).toBe(false)
      expect(await context.store.note(`snapshot:${RUN}:state`)).not.toContain(context.digest('secret'))
      expect(leftIn(path)).toEqual([])
    }
  })

  it('stays encrypted for the same keys when another process goes on with it', async () => {
    const project = await sealedProject()
    const { context, observed, path } = project
    const first = writerFor(context)
    await first.keepConfig(context.environment.config.map((file) => file.path), observed)
    await context.keys.recipients.remove(project.recipients[0]!)
    const second = writerFor(seenWith(project, project.identities))
    await second.keepState('{}', observed)
    await second.dump(context.environment.databases[0]!)
    expect((await second.verify()).encryption).toEqual({ keys: 1, opened: true })
    expect((await createManifests(context).read('rollback-snapshots', RUN)).encryption?.recipients).toEqual(project.recipients)
    expect(leftIn(path)).toEqual([])
  })

  it('is not made when it is not known any more for whom', async () => {
    const { context, path, observed } = await sealedProject()
    writeFileSync(join(path, '.deployments/recipients.txt'), 'nonsense\n')
    expect(await codeOf(writerFor(context).keepState('{}', observed))).toBe('recipients-invalid')
    expect(existsSync(join(path, '.deployments/rollback-snapshots', RUN, 'state/staging-state.json'))).toBe(false)
  })
})

describe('decrypted content', () => {
  it('is gone after an error, and the error is the one that is told', async () => {
    const { context, path } = await sealedProject()
    await expect(withUnsealed(context, async (folder) => {
      mkdirSync(join(folder, 'deep'))
      writeFileSync(join(folder, 'deep/copy'), 'secret')
      throw new Error('the first cause')
    })).rejects.toThrow('the first cause')
    expect(leftIn(path)).toEqual([])
  })
  it('that a killed process left is removed at the next start; that of a living one stays', async () => {
    const { context, path } = await sealedProject()
    const gone = spawnSync(process.execPath, ['-e', ''])
    const dead = ownedName({ host: () => ({ ...context.host('local'), self: () => ({ ...context.host('local').self(), pid: gone.pid }) }) }, 'open')
    for (const name of [dead, ownedName(context, 'open')]) {
      mkdirSync(join(unsealed(path), name), { recursive: true })
      writeFileSync(join(unsealed(path), name, 'main.sqlite'), 'secret')
    }
    await clearLeft(context)
    expect(leftIn(path).some((name) => name.startsWith(dead))).toBe(false)
    expect(leftIn(path)).toHaveLength(2)
  })
})

describe('folders on their way', () => {
  it('are finished by the next start: what gave way comes back, what was built or pruned goes', async () => {
    const { context, path, observed } = await sealedProject()
    const manifests = await captured(context, observed)
    const store = join(path, '.deployments/manifests')
    const deadHost = () => ({ ...context.host('local'), self: () => ({ ...context.host('local').self(), startTime: '1' }) })
    renameSync(join(store, 'd1'), join(store, ownedName({ host: deadHost }, 'old', 'd1')))
    const built = join(store, ownedName({ host: deadHost }, 'new'))
    mkdirSync(built)
    writeFileSync(join(built, 'x'), '')
    await clearLeft(context)
    await manifests.read('manifests', 'd1')
    cpSync(join(store, 'd1'), join(store, ownedName({ host: deadHost }, 'gone', 'd2')), { recursive: true })
    cpSync(join(store, 'd1'), join(store, ownedName({ host: deadHost }, 'old', 'd1')), { recursive: true })
    expect(await manifests.ids('manifests')).toEqual(['d1'])
    await clearLeft(context)
    expect(readdirSync(store).sort()).toEqual(['d1'])
  })
})

it('what somebody wrote meanwhile is kept aside as the snapshot keeps things: encrypted for the same keys, and private', async () => {
  const { context, path, observed, identities } = await sealedProject()
  await snapshotted(context, observed)
  const writer = writerFor(context)
  expect(await writer.keeps('.env.staging')).toBe(context.digest('API_TOKEN=secret\n'))
  expect([await writer.keeps('config/absent.json'), await writer.keeps('other.json')]).toEqual([null, undefined])
  writeFileSync(join(path, '.env.staging'), 'API_TOKEN=secret-of-another\n')
  const aside = await writer.keepAside('.env.staging', context.digest('API_TOKEN=secret-of-another\n'))
  expect(aside).toMatch(new RegExp(`/\\.deployments/runs/${RUN}/replaced/[0-9a-f]{8}/config/\\.env\\.staging\\.age$`))
  expect(isPlain(aside)).toBe(false)
  expect(statSync(aside).mode & 0o777).toBe(0o600)
  const parts: Uint8Array[] = []
  for await (const part of decrypted(identities, context.files.chunks(aside), aside)) parts.push(part)
  expect(Buffer.concat(parts).toString()).toBe('API_TOKEN=secret-of-another\n')
  await createManifests(context).verify('rollback-snapshots', RUN)
})
