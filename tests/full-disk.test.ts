/** A disk that is really full, while the snapshot is taken and at the end: nothing is lost, and it says so. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine, type StartInput } from '../src/engine'
import { createFiles } from '../src/engine/files/local-files'
import { systemIo, type Io } from '../src/engine/files/io'
import { createShop, type Shop } from './support/shop'

const shops: Shop[] = []
afterEach(async () => {
  for (const made of shops.splice(0)) await made.close()
})
async function shop(): Promise<Shop> {
  const made = await createShop()
  shops.push(made)
  return made
}
const startInput: StartInput = {
  request: { environment: 'staging', deploymentId: null, undo: null, services: [], data: 'keep', credentials: {} }, planHash: null, reason: 'Checkout answers 500', forced: [], typedName: 'staging',
  acceptsDataLoss: true, onFailure: 'stop', via: 'cli'
}
const noSpace = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}

/** The system's own calls, but for files whose path matches: those meet a full disk, as the kernel would say it. */
function fullFor(matches: (file: string) => boolean): Io {
  return {
    ...systemIo,
    async open(file, how, mode) {
      const handle = await systemIo.open(file, how, mode)
      return matches(file) ? { ...handle, write: () => Promise.resolve().then(noSpace) } : handle
    }
  }
}

describe('a full disk', () => {
  it('while it snapshots: nothing was changed, and every file is as it was', async () => {
    const made = await shop()
    const before = { pid: made.pid('api'), env: made.file('.env.staging'), config: made.file('config/staging.json') }
    const engine = createEngine({ deps: { files: createFiles(fullFor((file) => file.includes('rollback-snapshots'))) }, actor: { user: 'oncall-1', host: 'laptop' } })
    try {
      const result = await (await engine.start(made.path, startInput)).finished
      expect(result.outcome).toBe('failed')
      expect(result.problem?.code).toBe('disk-full')
      expect(result.result.warnings[0]).toMatch(/full|space/i)
      expect({ pid: made.pid('api'), env: made.file('.env.staging'), config: made.file('config/staging.json') }).toEqual(before)
      expect((await made.answers('api', '/version')).body).toEqual({ version: 'v1.1.0' })
    } finally {
      await engine.close()
    }
  })

  it('at the end: the run is done, the outbox keeps the registry record, and the next start completes it', async () => {
    const made = await shop()
    const registry = path.join(made.path, '.deployments/deployment-registry.json')
    const before = readFileSync(registry)
    const engine = createEngine({ deps: { files: createFiles(fullFor((file) => path.basename(file).includes('deployment-registry') && !file.includes('rollback-snapshots'))) }, actor: { user: 'oncall-1', host: 'laptop' } })
    let runId: string
    try {
      const handle = await engine.start(made.path, startInput)
      runId = handle.runId
      const result = await handle.finished
      expect(result.outcome).toBe('done')
      expect(result.result.warnings.join('\n')).toMatch(/registry could not be written/)
    } finally {
      await engine.close()
    }
    expect(readFileSync(registry)).toEqual(before)
    const next = createEngine()
    try {
      await next.open(made.path)
      await expect.poll(() => readFileSync(registry, 'utf8')).toContain(runId)
      expect((JSON.parse(readFileSync(registry, 'utf8')) as { deployments: { id: string; status: string }[] }).deployments.map(({ id, status }) => [id, status])).toEqual([['deploy-v1.0.0', 'success'], ['deploy-v1.1.0', 'rolled-back'], [runId, 'success']])
    } finally {
      await next.close()
    }
  })
})

describe('a damaged registry', () => {
  it.each([
    ['empty', ''], ['cut off', '{"version":"1.0.0","deployments":[{"id":"a"'], ['nested 200,000 deep', '['.repeat(200_000)]
  ])('%s: refused with the place, nothing changed', async (_, text) => {
    const made = await shop()
    const registry = path.join(made.path, '.deployments/deployment-registry.json')
    writeFileSync(registry, text)
    await expect(made.engine.start(made.path, startInput)).rejects.toThrow(/deployment-registry\.json/)
    expect(readFileSync(registry, 'utf8')).toBe(text)
    expect((await made.answers('api', '/version')).body).toEqual({ version: 'v1.1.0' })
  })

  it('missing: it has no target, and is not made up', async () => {
    const made = await shop()
    rmSync(path.join(made.path, '.deployments/deployment-registry.json'))
    await expect(made.engine.start(made.path, startInput)).rejects.toThrow(/No valid rollback target/)
    expect(existsSync(path.join(made.path, '.deployments/deployment-registry.json'))).toBe(false)
  })
})
