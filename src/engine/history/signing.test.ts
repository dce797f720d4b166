/** Keys that sign, with the real ssh-keygen and a real agent. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeKey, sshIn, type Ssh } from '../../../tests/support/history'
import { createFiles } from '../files/local-files'
import { problem } from '../testing/problem'
import { createIdentity } from './identity'
import { openSigningKey } from './signing-key'
import { fingerprintOf, normalized, publicKeyOf } from './ssh-signature'

let folder: string
let ssh: Ssh
const undo: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backstep-signing-'))
  ssh = sshIn(folder)
})
afterEach(() => {
  for (const one of undo.splice(0)) one()
  rmSync(folder, { recursive: true, force: true })
})

/** An agent that has the key, unlocked by `passphrase`. */
function agentWith(key: string, passphrase: string): string {
  const said = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' })
  const [, socket = ''] = /SSH_AUTH_SOCK=([^;]+);/.exec(said) ?? []
  const [, pid = ''] = /SSH_AGENT_PID=(\d+);/.exec(said) ?? []
  undo.push(() => process.kill(Number(pid)))
  const ask = join(folder, 'ask.sh')
  writeFileSync(ask, `#!/bin/sh\necho ${passphrase}\n`, { mode: 0o700 })
  execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: 'x' }, stdio: 'ignore' })
  return socket
}

describe('a signing key', () => {
  it('signs, and its signature says whose it is', async () => {
    const file = makeKey(folder, 'plain')
    const key = await openSigningKey(ssh.ssh, file)
    const signature = await key.sign('abc\n')
    expect(key.publicKey).toBe(readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' '))
    expect(execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' })).toContain(` ${key.fingerprint} `)
    expect([fingerprintOf(signature), publicKeyOf(signature)]).toEqual([key.fingerprint, key.publicKey])
    writeFileSync(join(folder, 'sig'), signature)
    const said = execFileSync('ssh-keygen', ['-Y', 'check-novalidate', '-n', 'backstep-history', '-s', join(folder, 'sig')], { input: 'abc\n', encoding: 'utf8' })
    expect(said).toContain(`Good "backstep-history" signature with ED25519 key ${key.fingerprint}`)
  })
  it('is no signature of ours with other bytes, another namespace, or another shape', async () => {
    const signature = await (await openSigningKey(ssh.ssh, makeKey(folder, 'plain'))).sign('abc\n')
    const elsewhere = execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-n', 'git', '-f', join(folder, 'plain')], { input: 'abc\n', encoding: 'utf8' })
    expect(fingerprintOf(normalized(elsewhere))).toBeNull()
    for (const other of ['', 'x', signature.trimEnd(), signature.replace('\n', '\n\n'), signature.replace('U1NIU0lH', 'U1NIU0lI'), `${signature}x`]) expect(fingerprintOf(other)).toBeNull()
  })
  it('says why it cannot sign, without asking anybody', async () => {
    const reason = async (file: string): Promise<string> => (await problem(openSigningKey(ssh.ssh, file))).message
    expect(await reason(makeKey(folder, 'locked', 'secretpass'))).toMatch(/locked cannot sign the history: it needs its passphrase/)
    expect(await reason(join(folder, 'none'))).toMatch(/it is not there/)
    const open = makeKey(folder, 'open')
    chmodSync(open, 0o644)
    expect(await reason(open)).toMatch(/others can read it/)
    chmodSync(open, 0o600)
    rmSync(open)
    expect(await reason(`${open}.pub`)).toMatch(/private half is neither beside it nor in the ssh agent/)
    writeFileSync(join(folder, 'rubbish'), 'rubbish', { mode: 0o600 })
    expect(await reason(join(folder, 'rubbish'))).toMatch(/cannot sign the history: (it is no private key that ssh-keygen can read|ssh-keygen says)/)
    expect(await reason(folder)).toMatch(/it is a folder/)
    expect(await reason('/dev/zero')).toMatch(/is a pipe, a socket or a device/)
  })
  it('may be in the agent alone', async () => {
    const file = makeKey(folder, 'locked', 'secretpass')
    const withAgent = sshIn(folder, { SSH_AUTH_SOCK: agentWith(file, 'secretpass') })
    rmSync(file)
    const key = await openSigningKey(withAgent.ssh, `${file}.pub`)
    expect(fingerprintOf(await key.sign('abc\n'))).toBe(key.fingerprint)
  })
  it('is chosen in the user’s own settings, and by the environment before them', async () => {
    const file = makeKey(folder, 'plain')
    const identity = createIdentity(createFiles(), ssh.ssh, ssh.env)
    expect([await identity.chosen(), await identity.open()]).toEqual([{ file: null, from: 'settings' }, null])
    await identity.choose('~/plain')
    expect(await identity.chosen()).toEqual({ file, from: 'settings' })
    expect(await identity.open()).toMatchObject({ fingerprint: expect.stringMatching(/^SHA256:/) })
    const other = (value: string) => createIdentity(createFiles(), ssh.ssh, { ...ssh.env, BACKSTEP_SIGNING_KEY: value })
    expect(await other('').chosen()).toEqual({ file: null, from: 'environment' })
    expect(await other('/k').chosen()).toEqual({ file: '/k', from: 'environment' })
    expect(await problem(other('-k').chosen())).toMatchObject({ code: 'signing-key-invalid' })
    const settings = readFileSync(identity.settingsFile, 'utf8')
    expect(await problem(identity.choose(makeKey(folder, 'locked', 'secretpass')))).toMatchObject({ code: 'signing-failed', message: expect.stringContaining('The settings were not changed.') })
    expect(readFileSync(identity.settingsFile, 'utf8')).toBe(settings)
    expect(await problem(identity.choose('k'))).toMatchObject({ code: 'signing-key-invalid' })
    for (const text of ['{', '{"signingKey":7}', '{"signingKey":"/k","x":1}']) {
      writeFileSync(identity.settingsFile, text)
      expect(await problem(identity.open())).toMatchObject({ code: 'signing-key-invalid', place: { file: identity.settingsFile } })
    }
  })
})

describe('a key that has signed', () => {
  it('is not asked again for a while, and without an end where it only has to sign; another key in its file is', async () => {
    let signatures = 0
    const counting = { ...ssh.ssh, sign: (...how: Parameters<typeof ssh.ssh.sign>) => (signatures++, ssh.ssh.sign(...how)) }
    const file = makeKey(folder, 'plain')
    const identity = createIdentity(createFiles(), counting, ssh.env)
    await identity.choose(file)
    const key = await identity.proven(60_000)
    expect([signatures, (await identity.proven())?.fingerprint]).toEqual([1, key?.fingerprint])
    expect(fingerprintOf((await key?.sign('abc\n')) ?? '')).toBe(key?.fingerprint)
    expect(signatures).toBe(2)
    await identity.proven(0)
    expect(signatures).toBe(3)
    for (const one of [file, `${file}.pub`]) rmSync(one)
    expect(await problem(identity.proven())).toMatchObject({ code: 'signing-failed' })
    makeKey(folder, 'plain')
    expect((await identity.proven())?.fingerprint).not.toBe(key?.fingerprint)
    expect(await problem(key?.sign('abc\n') ?? Promise.resolve())).toMatchObject({ code: 'signing-failed' })
  })
})
