/** A manifest of an earlier Backstep that holds secrets in its commands: it is still rolled back to, and they are shown nowhere. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Manifest } from '../src/domain/manifest'
import type { RunEvent } from '../src/domain/run'
import { inside } from './cli/inside'
import { startInput } from './support/inputs'
import { SERVICE } from './support/service'
import type { Shop } from './support/shop'
import { useShops, versionOf } from './support/shops'

const shop = useShops()
const SECRET = /hunter[0-9]/

/** The manifest with other settings of a service, as if it had been written so. */
function rewrite(made: Shop, id: string, change: (settings: Record<string, unknown>) => object): void {
  const folder = path.join(made.path, '.deployments/manifests', id)
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest
  const services = manifest.definition.services.map((service) => (service.name === 'api' ? { ...service, settings: change(service.settings as Record<string, unknown>) } : service))
  const text = JSON.stringify({ ...manifest, definition: { ...manifest.definition, services } })
  writeFileSync(path.join(folder, 'manifest.json'), text)
  const list = JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8')) as { files: Record<string, object> }
  const entry = { ...list.files['manifest.json'], sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) }
  writeFileSync(path.join(folder, 'checksums.json'), `${JSON.stringify({ ...list, files: { ...list.files, 'manifest.json': entry } }, null, 2)}\n`)
}

it('in a plan, a run, its result and their exports', async () => {
  const made = await shop()
  rewrite(made, made.ids['v1.0.0'] ?? '', (settings) => ({ ...settings, command: ['sh', '-c', `cd app && exec ${SERVICE.command.join(' ')}`, 'api', '--password', 'hunter1', '--db-token=hunter2'], env: { ...(settings['env'] as object), DB_PASSWORD: 'hunter3', CACHE: 'redis://:hunter4@h/0' } }))
  const { request } = startInput()
  for (const words of [['plan'], ['plan', '--json'], ['plan', '--markdown'], ...['json', 'html', 'csv', 'markdown'].map((format) => ['plan', '--format', format])]) {
    const { code, stdout, stderr } = await inside([...words, '--env', 'staging', '--project', made.path])
    expect([words, code, stderr.match(SECRET)]).toEqual([words, 0, null])
    expect(stdout).not.toMatch(SECRET)
    expect(stdout).toContain('••••••••')
  }
  const prepared = await made.engine.prepare(made.path, request)
  expect(JSON.stringify(prepared)).not.toMatch(SECRET)
  const told: RunEvent[] = []
  made.engine.listen({ events: (_project, events) => told.push(...events) })
  const run = await made.engine.start(made.path, startInput({ planHash: prepared.plan?.hash ?? null }))
  await run.finished
  expect(await versionOf(made)).toEqual({ version: 'v1.0.0' })
  expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(['run-started', 'run-finished']))
  const seen = [told, await made.engine.runView(made.path, run.runId), await made.engine.result(made.path, run.runId), await made.engine.output(made.path, run.runId, 0, 1000)]
  for (const one of seen) expect(JSON.stringify(one)).not.toMatch(SECRET)
  for (const words of [['result', run.runId], ['result', run.runId, '--format', 'json'], ['history', 'export']]) expect((await inside([...words, '--project', made.path])).stdout).not.toMatch(SECRET)
})
