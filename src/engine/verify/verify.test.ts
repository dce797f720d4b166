import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../keys/age'
import { captured, keptProject, keysWith } from '../testing/kept-project'
import { intactNote, restorableNote } from './notes'
import { verifyItems } from './verify'

describe('verifying several', () => {
  it('goes on when the key of one is not here, and says which', async () => {
    const recipient = (await recipientOf(await newIdentity()))!
    const { context, observed, path } = await keptProject()
    await captured(context, observed, 'open')
    const sealing = { ...context, keys: keysWith(path, context.store, []) }
    await sealing.keys.recipients.add({ key: recipient, name: null })
    await captured(sealing, observed, 'sealed')
    await captured(sealing, observed, 'sealed-and-damaged')
    const folder = join(path, '.deployments/manifests/sealed-and-damaged/config')
    writeFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.age'))!), 'gone')
    const items = ['sealed', 'sealed-and-damaged', 'open'].map((id) => ({ id, store: 'manifests' as const }))
    const untried = await verifyItems({ context: sealing, store: context.store }, items, 'restorable')
    expect(untried).toEqual([{ id: 'sealed', why: expect.stringContaining(recipient.slice(0, 12)) as string }])
    expect(await Promise.all(items.map(async ({ id }) => (await intactNote(context.store, id))?.ok))).toEqual([true, false, true])
    const tried = await Promise.all(items.map(async ({ id }) => (await restorableNote(context.store, id))?.parts.filter(({ kind }) => kind !== 'release').every(({ ok }) => ok)))
    expect(tried).toEqual([undefined, undefined, true])
  })
})
