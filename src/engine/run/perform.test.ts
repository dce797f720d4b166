import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Step } from '../../domain/plan'
import type { EnvironmentContext } from '../context'
import { besideOf } from '../databases/lineage'
import { createManifests } from '../manifests'
import { captured, keptProject, writerFor } from '../testing/kept-project'
import { codeOf, until } from '../testing/project'
import { perform, type PerformContext } from './perform'

const ref = { store: 'manifests', id: 'd1', blob: 'database/main.sqlite' } as const

/** The same bytes, but for one bit of the first. */
async function* flipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of chunks) {
    yield first ? Uint8Array.from(chunk, (byte, at) => (at === 0 ? byte ^ 1 : byte)) : chunk
    first = false
  }
}

it('hashes a copy anew before it is restored, and does not restore what a disk gives back otherwise although nothing of the file shows it', async () => {
  const { context, observed, path } = await keptProject()
  await captured(context, observed)
  const { files } = context
  let [hashed, rotten] = [0, false]
  const rotting: EnvironmentContext = { ...context, files: { ...files, sha256: (file) => { hashed += 1; return files.sha256(file) }, chunks: (file) => (rotten ? flipped(files.chunks(file)) : files.chunks(file)) } }
  const manifests = createManifests(rotting)
  await until('its hash is remembered', async () => {
    const before = hashed
    await manifests.hashBlob(ref)
    return hashed === before
  })
  const kept = (await manifests.readUnverified('manifests', 'd1')).databases[0]!
  const step: Step = {
    id: 'restore/main', phase: 'prepare', resource: 'database:main', host: 'local', title: '', relies: [], expects: {}, effect: 'changes', after: [],
    action: { kind: 'restore', database: 'main', blob: ref, sha256: kept.copy!.sha256, schema: kept.schemaDigest, lineage: 'copy:run-1' }
  }
  const run: PerformContext = { context: rotting, steps: [step], snapshot: writerFor(rotting), observed, registryText: async () => null, abort: new AbortController().signal, line: () => undefined }
  rotten = true
  expect((await manifests.hashBlob(ref))?.sha256).toBe(kept.copy!.sha256)
  expect(await codeOf(perform(step, run))).toBe('copy-damaged')
  expect(existsSync(besideOf(join(path, 'data/shop.sqlite')))).toBe(false)
  expect(await codeOf(manifests.verify('manifests', 'd1'))).toBe('manifest-damaged')
  rotten = false
  await perform(step, run)
  expect(existsSync(besideOf(join(path, 'data/shop.sqlite')))).toBe(true)
})
