import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { service, temporaryFolder, testContext } from '../testing/project'
import { folderDigest } from './folder-digest'
import { processRuntime } from './process'
import { releaseOf, releaseText } from './releases'

const web = service('web', 'process', processRuntime.settings.parse({ command: ['node', 'server.js'], directory: 'releases/${version}', env: { PORT: 8080 } }))

function given() {
  const project = temporaryFolder()
  mkdirSync(join(project, 'releases/v1/lib'), { recursive: true })
  writeFileSync(join(project, 'releases/v1/server.js'), 'one')
  writeFileSync(join(project, 'releases/v1/lib/a.js'), 'a')
  return { project, context: testContext(project, { services: [web] }), folder: join(project, 'releases/v1') }
}

describe('a release folder', () => {
  it('has another digest whenever anything in it is another', async () => {
    const { context: { files }, folder } = given()
    const seen = new Set<string | null>()
    const next = async (change: () => void): Promise<void> => {
      change()
      const digest = await folderDigest(files, folder)
      expect(await folderDigest(files, folder)).toBe(digest)
      expect(seen.has(digest)).toBe(false)
      seen.add(digest)
    }
    await next(() => undefined)
    await next(() => writeFileSync(join(folder, 'server.js'), 'two'))
    await next(() => chmodSync(join(folder, 'server.js'), 0o755))
    await next(() => mkdirSync(join(folder, 'empty')))
    await next(() => symlinkSync('server.js', join(folder, 'link')))
    await next(() => rmSync(join(folder, 'lib'), { recursive: true }))
  })

  it('has the same digest whenever it was touched, and none when it is gone', async () => {
    const { context: { files }, folder } = given()
    const digest = await folderDigest(files, folder)
    utimesSync(join(folder, 'server.js'), 1, 1)
    expect(await folderDigest(files, folder)).toBe(digest)
    rmSync(folder, { recursive: true })
    expect(await folderDigest(files, folder)).toBeNull()
  })
})

describe('the process runtime', () => {
  it('finds the release of a version, inside the folder for it', async () => {
    const { context, folder } = given()
    const release = await processRuntime.resolve(context, web, { version: 'v1', commit: null })
    expect(release).toEqual({ kind: 'folder', path: 'releases/v1', digest: await folderDigest(context.files, folder) })
    for (const version of ['v9', '..', '.', '../v1', 'a/b', '', 'v1\0']) expect(await processRuntime.resolve(context, web, { version, commit: null })).toBeNull()
    expect(releaseOf(releaseText(release!))).toEqual(release)
  })

  it('tells whether the folder is there and what is in it', async () => {
    const { context, folder } = given()
    const release = (await processRuntime.resolve(context, web, { version: 'v1', commit: null }))!
    const observe = () => processRuntime.observeArtifact(context, web, 'local', release)
    expect(await observe()).toMatchObject({ is: { present: true, digest: release.kind === 'folder' && release.digest } })
    writeFileSync(join(folder, 'server.js'), 'changed')
    const changed = await observe()
    expect(changed).toMatchObject({ is: { present: true } })
    expect(changed.known && changed.is.digest).not.toBe(release.kind === 'folder' && release.digest)
    for (const name of ['server.js', 'lib/a.js']) rmSync(join(folder, name))
    expect(await observe()).toMatchObject({ is: { present: false, digest: null }, seen: { what: 'folder releases/v1, which is empty' } })
    rmSync(folder, { recursive: true })
    expect(await observe()).toMatchObject({ is: { present: false, digest: null }, seen: { what: 'folder releases/v1' } })
  })

  it('finds a release that never held a file', async () => {
    const { context, project } = given()
    mkdirSync(join(project, 'releases/v2'))
    const release = (await processRuntime.resolve(context, web, { version: 'v2', commit: null }))!
    expect(await processRuntime.observeArtifact(context, web, 'local', release)).toMatchObject({ is: { present: true } })
  })

  it('is started with something else when its command, environment, signal or release is another', () => {
    const inputs = (settings: object, digest = 'a'.repeat(64)) => processRuntime.inputs(
      service('web', 'process', processRuntime.settings.parse({ command: ['node'], ...settings })), { kind: 'folder', path: 'r', digest }, 'v1', { config: {}, data: {} }, (text) => text, '/project')
    const all = [{}, { env: { A: '1' } }, { env: { A: '$A' } }, { stopSignal: 'SIGINT' }, { directory: 'x' }, { command: ['node', 'x'] }].map((settings) => JSON.stringify(inputs(settings)))
    expect(new Set([...all, JSON.stringify(inputs({}, 'b'.repeat(64)))]).size).toBe(all.length + 1)
    expect(inputs({ stopTimeout: '1s' })).toEqual(inputs({ stopTimeout: '2s' }))
  })

  it('refuses settings that it does not know', () => {
    expect(processRuntime.settings.safeParse({ command: ['a'], comand: 1 }).success).toBe(false)
    expect(processRuntime.settings.safeParse({ command: [] }).success).toBe(false)
    expect(processRuntime.settings.safeParse({ command: ['a'], env: { 'A B': '1' } }).success).toBe(false)
    expect(processRuntime.settings.safeParse({ command: ['a'], stopSignal: 'SIGFOO' }).success).toBe(false)
  })
})
