import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSecrets, MASK } from '../hosts/secrets'
import { createSessionDeps } from '../session/deps'
import { openSession, type Session } from '../session/session'
import { problem } from '../testing/problem'
import { atEnd } from '../testing/at-end'
import { temporaryFolder } from '../testing/project'
import { fakeSecretTool } from '../testing/secret-tool'
import { newIdentity, recipientOf } from './age'
import { addRecipient, createKey, exportKeys, importKeys, removeRecipient } from './manage'

interface Opened { readonly session: Session; readonly path: string; readonly home: string; readonly mask: (text: string) => string }

/** A project, opened by a user with a home of their own and without a session bus unless said otherwise. */
async function opened(env: NodeJS.ProcessEnv = {}, path = temporaryFolder()): Promise<Opened> {
  const home = env.HOME ?? temporaryFolder()
  mkdirSync(join(path, '.deployments'), { recursive: true })
  const own = { PATH: process.env.PATH, HOME: home, ...env }
  const secrets = createSecrets(own)
  const session = await openSession(path, createSessionDeps(own, { secrets }))
  atEnd(() => session.close())
  return { session, path, home, mask: (text) => secrets.mask(text) }
}
const withStore = (tool = fakeSecretTool()): NodeJS.ProcessEnv => ({ PATH: `${tool.folder}:${process.env.PATH ?? ''}`, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })
const keyOf = async ({ session }: Opened, recipient: string): Promise<string> => (await session.context.keys.identity([recipient])) ?? 'none'

describe('a key', () => {
  it.each([['no session bus', {}], ['one that is named as disabled', { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }]])('is kept in a private file of the user where there is %s, and opens what is encrypted for it', async (_, env) => {
    const one = await opened(env)
    const { recipient, place, why } = await createKey(one.session, { kind: 'auto' }, 'mara on laptop')
    expect(place).toEqual({ kind: 'file', where: join(one.home, '.config/backstep/keys', `${recipient}.txt`), warning: null })
    expect(why).toMatch(/secret-tool|session/)
    expect(statSync(place.where).mode & 0o777).toBe(0o600)
    expect(statSync(join(one.home, '.config/backstep/keys')).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(one.path, '.deployments/recipients.txt'), 'utf8')).toContain(`# mara on laptop\n${recipient}\n`)
    const other = await opened({ HOME: one.home }, one.path)
    expect(await recipientOf(await keyOf(other, recipient))).toBe(recipient)
    expect(await other.session.context.keys.place(recipient)).toEqual(place)
    expect(await keyOf(await opened({}, one.path), recipient)).toBe('none')
  })
  it('is kept in the keyring where there is one, through standard input and output only', async () => {
    const tool = fakeSecretTool()
    const one = await opened(withStore(tool))
    const { recipient, place } = await createKey(one.session, { kind: 'auto' }, null)
    expect(place).toEqual({ kind: 'secret-store', where: 'the keyring', warning: null })
    expect(existsSync(join(one.home, '.config'))).toBe(false)
    const key = await keyOf(await opened({ ...withStore(tool), HOME: one.home }, one.path), recipient)
    expect(await recipientOf(key)).toBe(recipient)
    expect(tool.arguments().join('\n')).toContain(recipient)
    expect(tool.arguments().join('\n')).not.toContain(key)
  })
  it('is not encrypted for when the keyring does not take it or does not give it back', async () => {
    const tool = fakeSecretTool()
    const one = await opened(withStore(tool))
    for (const how of ['locked', 'forgets'] as const) {
      tool.behave(how)
      const found = await problem(createKey(one.session, { kind: 'auto' }, null))
      expect(found).toMatchObject({ code: 'keyring-failed', next: expect.stringContaining('--file') as string })
      if (how === 'locked') expect(found.message).toContain('locked collection')
    }
    expect(await one.session.context.keys.recipients.read()).toEqual([])
    tool.behave('works')
    expect(await problem(createKey((await opened()).session, { kind: 'secret-store' }, null))).toMatchObject({ code: 'keyring-missing' })
  })
  it('may stand in the environment, or in a file that it names', async () => {
    const key = await newIdentity()
    const recipient = (await recipientOf(key))!
    const file = join(temporaryFolder(), 'key.txt')
    writeFileSync(file, `# mine\r\n\r\n${key}\r\n`, { mode: 0o600 })
    for (const [env, place] of [[{ BACKSTEP_IDENTITY: key }, { kind: 'environment', where: 'BACKSTEP_IDENTITY' }], [{ BACKSTEP_IDENTITY_FILE: file }, { kind: 'file', where: file }]] as const) {
      const one = await opened(env)
      expect(await one.session.context.keys.place(recipient)).toMatchObject({ ...place, warning: null })
      expect(await keyOf(one, recipient)).toBe(key)
    }
    chmodSync(file, 0o644)
    expect((await (await opened({ BACKSTEP_IDENTITY_FILE: file })).session.context.keys.place(recipient))?.warning).toContain('chmod 600')
  })
  it('is named by its place when it cannot be read, and never repeated', async () => {
    const key = await newIdentity()
    expect(await problem(keyOf(await opened({ BACKSTEP_IDENTITY_FILE: '/nowhere/key' }), 'age1x'))).toMatchObject({ code: 'identity-missing', place: { file: '/nowhere/key' } })
    const broken = await problem(keyOf(await opened({ BACKSTEP_IDENTITY: `# x\n${key}Q` }), 'age1x'))
    expect(broken).toMatchObject({ code: 'identity-invalid', place: { file: 'BACKSTEP_IDENTITY', line: 2 } })
    expect(JSON.stringify(broken)).not.toContain(key.slice(16))
  })
  it('is masked from the moment that it is known', async () => {
    const one = await opened()
    const { recipient } = await createKey(one.session, { kind: 'auto' }, null)
    const key = await keyOf(one, recipient)
    expect(one.mask(`x ${key} y`)).toBe(`x ${MASK} y`)
    expect(one.mask(`x ${await newIdentity()} y`)).toBe(`x ${MASK} y`)
  })
})

describe('moving keys', () => {
  it('goes through a private file: exported here, imported there', async () => {
    const one = await opened()
    const { recipient } = await createKey(one.session, { kind: 'auto' }, null)
    const file = join(temporaryFolder(), 'backup.txt')
    expect(await exportKeys(one.session, [recipient], file)).toEqual([recipient])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const there = await opened({}, one.path)
    expect(await keyOf(there, recipient)).toBe('none')
    expect(await importKeys(there.session, file, { kind: 'auto' })).toMatchObject([{ recipient, place: { kind: 'file' } }])
    expect(await keyOf(there, recipient)).toBe(await keyOf(one, recipient))
  })
  it('writes over nothing and never into the project', async () => {
    const one = await opened()
    const { recipient, place } = await createKey(one.session, { kind: 'auto' }, null)
    expect(await problem(exportKeys(one.session, [recipient], place.where))).toMatchObject({ code: 'file-exists' })
    for (const name of ['key.txt', '.deployments/key.txt', 'a/../key.txt']) expect(await problem(exportKeys(one.session, [recipient], join(one.path, name)))).toMatchObject({ code: 'key-in-project' })
    expect(await problem(createKey(one.session, { kind: 'file', path: join(one.path, 'key.txt') }, null))).toMatchObject({ code: 'key-in-project' })
    expect(await problem(exportKeys((await opened({}, one.path)).session, [recipient], join(temporaryFolder(), 'x')))).toMatchObject({ code: 'key-missing' })
  })
  it('refuses what holds no key', async () => {
    const one = await opened()
    const file = join(temporaryFolder(), 'x')
    expect(await problem(importKeys(one.session, file, { kind: 'auto' }))).toMatchObject({ code: 'identity-missing' })
    writeFileSync(file, '# nothing\n')
    expect(await problem(importKeys(one.session, file, { kind: 'auto' }))).toMatchObject({ code: 'identity-invalid' })
  })
})

describe('the public keys of a project', () => {
  it('are added and taken away by hand too, in the form of age', async () => {
    const one = await opened()
    const { recipients } = one.session.context.keys
    const [a, b] = await Promise.all([newIdentity(), newIdentity()].map(async (key) => (await recipientOf(await key))!))
    await addRecipient(one.session, a!, 'mara')
    await addRecipient(one.session, a!, 'Mara')
    const file = join(one.path, '.deployments/recipients.txt')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n# the pipeline\n${b}\n`)
    expect(await recipients.read()).toEqual([{ key: a, name: 'Mara' }, { key: b, name: 'the pipeline' }])
    await removeRecipient(one.session, a!)
    expect(await recipients.read()).toEqual([{ key: b, name: 'the pipeline' }])
    expect(await problem(removeRecipient(one.session, a!))).toMatchObject({ code: 'recipient-unknown' })
  })
  it('are refused with the line when one is none, and a private key is not repeated', async () => {
    const one = await opened()
    const key = await newIdentity()
    writeFileSync(join(one.path, '.deployments/recipients.txt'), `# x\n\n${key}\n`)
    const found = await problem(one.session.context.keys.recipients.read())
    expect(found).toMatchObject({ code: 'recipients-invalid', place: { line: 3 } })
    expect(JSON.stringify(found)).not.toContain(key)
    expect(await problem(addRecipient(one.session, key, null))).toMatchObject({ code: 'recipient-invalid', message: expect.stringContaining('private') as string })
  })
  it('are missed when the file is gone after it was used: nothing is kept in plain text silently', async () => {
    const one = await opened()
    const { recipient } = await createKey(one.session, { kind: 'auto' }, null)
    rmSync(join(one.path, '.deployments/recipients.txt'))
    expect(await problem(one.session.context.keys.recipients.read())).toMatchObject({ code: 'recipients-missing', next: expect.stringContaining(recipient) as string })
    await addRecipient(one.session, recipient, null)
    expect((await one.session.context.keys.recipients.read()).map(({ key }) => key)).toEqual([recipient])
  })
})
