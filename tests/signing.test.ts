/** A run that is signed by a key which wants a touch for each signature: how often it is asked. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createEngine } from '../src/engine'
import { createFiles } from '../src/engine/files/local-files'
import { createIdentity } from '../src/engine/history/identity'
import { makeKey, sshIn } from './support/history'
import { startInput } from './support/inputs'
import { useShops } from './support/shops'

const shop = useShops()

it('once for the plans that are looked at, and once for the record', async () => {
  const made = await shop()
  const folder = mkdtempSync(path.join(tmpdir(), 'backstep-touches-'))
  const { ssh, env } = sshIn(folder)
  let touches = 0
  const touched = { ...ssh, sign: (...how: Parameters<typeof ssh.sign>) => (touches++, ssh.sign(...how)) }
  const engine = createEngine({ deps: { identity: createIdentity(createFiles(), touched, { ...env, BACKSTEP_SIGNING_KEY: makeKey(folder, 'operator') }) } })
  try {
    await engine.prepare(made.path, startInput().request)
    const { plan } = await engine.prepare(made.path, startInput().request)
    expect(touches).toBe(1)
    const { outcome, result } = await (await engine.start(made.path, startInput({ planHash: plan?.hash ?? '' }))).finished
    expect([outcome, touches]).toEqual(['done', 2])
    expect((await engine.result(made.path, result.rollbackId)).record?.record.signature).toContain('SSH SIGNATURE')
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
})
