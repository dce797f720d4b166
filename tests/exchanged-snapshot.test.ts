/** A snapshot in the place of another, however well it is made: the journal names the list that its run verified. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { rollbackDeployment } from '../src/engine'
import { undoOf } from './support/inputs'
import type { Shop } from './support/shop'
import { useShops } from './support/shops'

const shop = useShops()
const snapshotOf = (made: Shop, id: string): string => path.join(made.path, '.deployments/rollback-snapshots', id)

/** With its id written into it, and the checksum of that. */
function exchange(made: Shop, id: string, other: string): void {
  const folder = snapshotOf(made, id)
  rmSync(folder, { recursive: true })
  cpSync(snapshotOf(made, other), folder, { recursive: true })
  const text = readFileSync(path.join(folder, 'manifest.json'), 'utf8').replaceAll(other, id)
  writeFileSync(path.join(folder, 'manifest.json'), text)
  const list = JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8')) as { files: Record<string, object> }
  list.files['manifest.json'] = { ...list.files['manifest.json'], sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) }
  writeFileSync(path.join(folder, 'checksums.json'), `${JSON.stringify(list, null, 2)}\n`)
}

const intact = async (made: Shop, id: string) => {
  await made.engine.verifySnapshots(made.path, { ids: [id], level: 'intact' })
  return (await made.engine.snapshots(made.path)).rows.find((row) => row.id === id)?.verified
}
const go = async (made: Shop, deploymentId: string): Promise<string> => {
  const { success, rollbackId } = await rollbackDeployment({ projectPath: made.path, environment: 'staging', deploymentId, reason: 'why' })
  expect(success).toBe(true)
  return rollbackId
}

it('is found when it is verified, and no undo is made from it', async () => {
  const made = await shop()
  const [first, second] = [await go(made, 'deploy-v1.0.0'), await go(made, 'deploy-v1.1.0')]
  expect(await intact(made, second)).toMatchObject({ ok: true })
  exchange(made, second, first)
  expect(await intact(made, second)).toMatchObject({ ok: false, problem: expect.stringContaining('is not the list that the run verified') as string })
  const { checks, plan } = await made.engine.prepare(made.path, undoOf(second).request)
  expect([checks.find(({ name }) => name === 'target_exists'), plan]).toMatchObject([{ passed: false, blocking: 'always' }, null])
  await expect(made.engine.start(made.path, undoOf(second))).rejects.toThrow(/not the list that the run verified/)
})

it('is none that was encrypted since', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'backstep-home-'))
  try {
    const made = await shop(undefined, { env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home } })
    const run = await go(made, 'deploy-v1.0.0')
    await made.engine.createKey(made.path, { kind: 'file', path: null }, null)
    expect((await made.engine.encryptOld(made.path)).ids).toContain(run)
    expect(await intact(made, run)).toMatchObject({ ok: true })
    expect((await (await made.engine.start(made.path, undoOf(run))).finished).outcome).toBe('done')
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
