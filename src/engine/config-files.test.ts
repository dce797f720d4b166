import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BlobRef } from '../domain/manifest'
import { mergeCredentials } from '../domain/config'
import { observeConfig, writeConfig as writeUnless, type WriteFile } from './config-files'
import type { EnvironmentContext } from './context'
import { createManifests } from './manifests'
import { codeOf, temporaryFolder, testContext } from './testing/project'

const THEN = 'LOG_LEVEL=info\nAPI_TOKEN=then-token\n'
const modeOf = (path: string): number => statSync(path).mode & 0o777

/** A manifest that keeps `.env.staging` and `config/shop.json` as they were. */
async function kept(): Promise<{ context: EnvironmentContext; path: string; ref(path: string): BlobRef }> {
  const project = temporaryFolder()
  const config = ['.env.staging', 'config/shop.json'].map((path) => ({ path, usedBy: null }))
  const context = testContext(project, { config })
  mkdirSync(join(project, 'config'))
  writeFileSync(join(project, '.env.staging'), THEN, { mode: 0o600 })
  writeFileSync(join(project, 'config/shop.json'), '{"a":1}')
  chmodSync(join(project, 'config/shop.json'), 0o640)
  await createManifests(context).capture({
    id: 'd1', kind: 'release', environment: 'staging', version: 'v1', deploymentId: 'd1', takenAt: '2026-01-01T00:00:00.000Z', definition: context.environment,
    releases: {}, observed: { environment: 'staging', at: '2026-01-01T00:00:00.000Z', facts: {} }, databases: [], copy: [], dump: async () => undefined
  })
  return { context, path: project, ref: (path) => ({ store: 'manifests', id: 'd1', blob: `config/${path}` }) }
}
const writeConfig = (context: EnvironmentContext, action: WriteFile): Promise<void> => writeUnless(context, action, () => Promise.resolve())
const writing = (path: string, blob: BlobRef | null, digest: string | null, more: { keep?: readonly string[]; mode?: number | null } = {}) =>
  ({ kind: 'write-file' as const, path, blob, digest, keep: more.keep ?? [], mode: more.mode ?? null })

describe('configuration files', () => {
  it('are observed with digest, mode and keys, and as absent', async () => {
    const { context, path } = await kept()
    chmodSync(join(path, '.env.staging'), 0o640)
    expect(await observeConfig(context, '.env.staging')).toMatchObject({ known: true, is: { digest: context.digest(THEN), mode: 0o640 }, seen: { bytes: THEN.length } })
    const fact = await observeConfig(context, '.env.staging')
    expect(fact.known && fact.seen.keys?.map(({ key, secret }) => [key, secret])).toEqual([['LOG_LEVEL', false], ['API_TOKEN', true]])
    expect(await observeConfig(context, 'missing.env')).toMatchObject({ known: true, is: { digest: null, mode: null } })
    expect(await observeConfig(context, 'config')).toMatchObject({ known: false })
  })

  it('are written as kept, into folders that are missing, with their mode; .env files are their owner\'s alone', async () => {
    const { context, path, ref } = await kept()
    await writeConfig(context, writing('deep/er/shop.json', ref('config/shop.json'), context.digest('{"a":1}'), { mode: 0o640 }))
    expect(readFileSync(join(path, 'deep/er/shop.json'), 'utf8')).toBe('{"a":1}')
    expect(modeOf(join(path, 'deep/er/shop.json'))).toBe(0o640)
    await writeConfig(context, writing('.env.staging', ref('.env.staging'), context.digest(THEN), { mode: 0o644 }))
    expect(modeOf(join(path, '.env.staging'))).toBe(0o600)
  })

  it('keep the credentials of today', async () => {
    const { context, path, ref } = await kept()
    const today = 'LOG_LEVEL=debug\nAPI_TOKEN=today-token\n'
    writeFileSync(join(path, '.env.staging'), today)
    const after = mergeCredentials('.env.staging', THEN, today, ['API_TOKEN'])
    await writeConfig(context, writing('.env.staging', ref('.env.staging'), context.digest(after), { keep: ['API_TOKEN'] }))
    expect(readFileSync(join(path, '.env.staging'), 'utf8')).toBe('LOG_LEVEL=info\nAPI_TOKEN=today-token\n')
  })

  it('stay as they are when they would not become what the plan says', async () => {
    const { context, path, ref } = await kept()
    const today = 'API_TOKEN=changed-after-the-plan\n'
    writeFileSync(join(path, '.env.staging'), today)
    expect(await codeOf(writeConfig(context, writing('.env.staging', ref('.env.staging'), context.digest(THEN), { keep: ['API_TOKEN'] })))).toBe('config-differs')
    expect(readFileSync(join(path, '.env.staging'), 'utf8')).toBe(today)
    writeFileSync(join(path, '.deployments/manifests/d1/config/.env.staging'), 'tampered')
    expect(await codeOf(writeConfig(context, writing('.env.staging', ref('.env.staging'), context.digest('tampered'))))).toBe('manifest-damaged')
    expect(readFileSync(join(path, '.env.staging'), 'utf8')).toBe(today)
  })

  it('are removed when they were absent, also twice', async () => {
    const { context, path } = await kept()
    for (let time = 0; time < 2; time += 1) await writeConfig(context, writing('config/shop.json', null, null))
    expect(existsSync(join(path, 'config/shop.json'))).toBe(false)
  })

  it('never lead out of the project', async () => {
    const { context, path, ref } = await kept()
    const elsewhere = temporaryFolder()
    writeFileSync(join(elsewhere, 'victim'), 'untouched')
    symlinkSync(join(elsewhere, 'victim'), join(path, 'link.json'))
    symlinkSync(elsewhere, join(path, 'folder'))
    symlinkSync(join(elsewhere, 'not-there'), join(path, 'dangling.json'))
    for (const outside of ['link.json', 'folder/victim', 'folder/new/file', 'dangling.json', '../victim', join(elsewhere, 'victim'), 'a\0b', '.']) {
      expect(await codeOf(writeConfig(context, writing(outside, ref('config/shop.json'), context.digest('{"a":1}')))), outside).toBe('config-outside')
      expect(await codeOf(writeConfig(context, writing(outside, null, null))), outside).toBe('config-outside')
      expect(await observeConfig(context, outside)).toMatchObject({ known: false })
    }
    expect(readFileSync(join(elsewhere, 'victim'), 'utf8')).toBe('untouched')
    expect(existsSync(join(elsewhere, 'not-there'))).toBe(false)
  })

  it('are written through a link that stays inside', async () => {
    const { context, path, ref } = await kept()
    writeFileSync(join(path, 'real.json'), '{}')
    symlinkSync('real.json', join(path, 'inside.json'))
    await writeConfig(context, writing('inside.json', ref('config/shop.json'), context.digest('{"a":1}')))
    expect(readFileSync(join(path, 'real.json'), 'utf8')).toBe('{"a":1}')
  })
})
