/** What is checked here and what ssh-keygen says of it, with the real one. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey, sshIn } from '../../../tests/support/history'
import { createPlainKeys } from './plain-keys'
import { fingerprintOf, NAMESPACE, normalized } from './ssh-signature'

let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'backstep-plain-keys-')) })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TEXT = `${'7c1e9a04'.repeat(8)}\n`
const KINDS = [['ed25519', ''], ['ecdsa', '256'], ['ecdsa', '384'], ['ecdsa', '521'], ['rsa', '2048']] as const

function signatureBy(type: string, bits: string, hash = 'sha512'): string {
  const name = `${type}${bits}`
  const file = join(folder, name)
  if (!existsSync(file)) makeKey(folder, name, '', bits === '' ? [type] : [type, '-b', bits])
  return normalized(execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-n', NAMESPACE, '-O', `hashalg=${hash}`, '-f', file], { input: TEXT, encoding: 'utf8' }))
}
const bytesOf = (armored: string): Buffer => Buffer.from(armored.replace(/-----.*-----/g, ''), 'base64')
const armored = (bytes: Buffer): string => normalized(`-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`)
function changed(signature: string, at: number): string {
  const bytes = bytesOf(signature)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return armored(bytes)
}

describe.each(KINDS)('a signature by a key of type %s %s', (type, bits) => {
  it('is good over what was signed and over nothing else', async () => {
    const keys = createPlainKeys()
    for (const hash of ['sha512', 'sha256']) {
      const signature = signatureBy(type, bits, hash)
      expect(await keys.isGood(TEXT, signature)).toBe(true)
      expect(await keys.isGood(TEXT.replace('7', '8'), signature)).toBe(false)
    }
  })
  it('is good with no bit of it changed', async () => {
    const keys = createPlainKeys()
    const signature = signatureBy(type, bits)
    const answers = await Promise.all(Array.from(bytesOf(signature), (_, at) => keys.isGood(TEXT, changed(signature, at))))
    expect(answers).not.toContain(true)
    expect(answers).toContain(false)
  })
  it('is not good here where ssh-keygen does not find it good', async () => {
    const { ssh } = sshIn(folder)
    const keys = createPlainKeys()
    const signature = signatureBy(type, bits)
    const length = bytesOf(signature).length
    for (const one of [signature, ...[20, 0.3, 0.6, 0.9].map((at) => changed(signature, at < 1 ? Math.floor(length * at) : at))]) {
      const file = join(folder, 'sig')
      writeFileSync(file, one)
      expect((await ssh.checkOnly(TEXT, file)).exitCode === 0).toBe((await keys.isGood(TEXT, one)) === true)
    }
  })
})

it('of another kind is left to ssh-keygen: a token, a certificate, a type of signature that is not of its key, what is none', async () => {
  const keys = createPlainKeys()
  const [ed, rsa] = [signatureBy('ed25519', ''), signatureBy('rsa', '2048')]
  const renamed = (signature: string, from: string, to: string): string => armored(Buffer.from(bytesOf(signature).toString('latin1').replaceAll(from, to), 'latin1'))
  for (const one of [renamed(ed, 'ssh-ed25519', 'sk-ed255190'), renamed(rsa, 'rsa-sha2-512', 'rsa-sha2-513'), renamed(rsa, '\0\0\0\x0crsa-sha2-512', '\0\0\0\x0bconstructor'), renamed(ed, 'sha512', 'sha5xx'), renamed(ed, NAMESPACE, 'backstep-histore'), '', 'x'])
    expect(await keys.isGood(TEXT, one)).toBeNull()
})

it('is none of ours with something where ssh-keygen looks at nothing', async () => {
  const signature = signatureBy('ed25519', '')
  const bytes = bytesOf(signature)
  const at = bytes.indexOf(NAMESPACE) + NAMESPACE.length
  const other = armored(Buffer.concat([bytes.subarray(0, at), Buffer.from('\0\0\0\x01x', 'latin1'), bytes.subarray(at + 4)]))
  writeFileSync(join(folder, 'sig'), other)
  expect([(await sshIn(folder).ssh.checkOnly(TEXT, join(folder, 'sig'))).exitCode, fingerprintOf(signature), fingerprintOf(other)]).toEqual([0, expect.stringContaining('SHA256:'), null])
})
