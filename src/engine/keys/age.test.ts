import { Decrypter } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { problem } from '../testing/problem'
import { decrypted, encrypted, newIdentity, recipientOf, recipientProblem, type FileKey } from './age'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}
async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}
const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff))

async function sealed(): Promise<{ identity: string; bytes: Buffer; key: FileKey }> {
  const identity = await newIdentity()
  const { chunks, key } = await encrypted([(await recipientOf(identity))!], pieces(content, 7_000))
  return { identity, bytes: await all(chunks), key }
}
const open = (identities: readonly (string | FileKey)[], bytes: Uint8Array): Promise<Buffer> => all(decrypted(identities, pieces(bytes, 5_000), '/p/x.age'))

describe('encryption', () => {
  it('comes back with the private key, with the key of the file alone, and in the library of age itself', async () => {
    const { identity, bytes, key } = await sealed()
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect(bytes.includes(content.subarray(0, 64))).toBe(false)
    expect((await open([identity], bytes)).equals(content)).toBe(true)
    expect((await open([key], bytes)).equals(content)).toBe(true)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    expect(Buffer.from(await decrypter.decrypt(bytes)).equals(content)).toBe(true)
  })
  it('is for every recipient, and each of them has a stanza, the key of the file none', async () => {
    const identities = await Promise.all([newIdentity(), newIdentity()])
    const recipients = await Promise.all(identities.map(async (one) => (await recipientOf(one))!))
    const bytes = await all((await encrypted(recipients, pieces(content, 9_999))).chunks)
    for (const identity of identities) expect((await open([await newIdentity(), identity], bytes)).equals(content)).toBe(true)
    expect(bytes.subarray(0, 600).toString('latin1').match(/\n-> /g)).toHaveLength(2)
  })
  it('holds for no bytes at all', async () => {
    const identity = await newIdentity()
    const { chunks } = await encrypted([(await recipientOf(identity))!], pieces(Buffer.alloc(0), 1))
    expect(await open([identity], await all(chunks))).toHaveLength(0)
  })
  it('is refused for nobody', async () => expect(await problem(encrypted([], pieces(content, 1_000)))).toMatchObject({ code: 'internal' }))
  it('does not open with another key, and says so', async () => {
    const { bytes } = await sealed()
    expect(await problem(open([await newIdentity()], bytes))).toMatchObject({ code: 'key-wrong', place: { file: '/p/x.age' } })
  })
  it.each([
    ['a flipped bit', (bytes: Buffer) => { bytes[bytes.length - 30_000]! ^= 1; return bytes }],
    ['a flipped bit in its head', (bytes: Buffer) => { bytes[100]! ^= 1; return bytes }],
    ['its end cut off', (bytes: Buffer) => bytes.subarray(0, -10_000)],
    ['its last piece cut off', (bytes: Buffer) => bytes.subarray(0, 200 + 16 + 65_552 * 2)],
    ['a byte more', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['nothing left of it', () => Buffer.alloc(0)],
    ['other content', () => content]
  ])('is refused with %s', async (_, harm) => {
    const { identity, bytes } = await sealed()
    expect(await problem(open([identity], harm(Buffer.from(bytes))))).toMatchObject({ code: expect.stringMatching(/^(ciphertext-damaged|key-wrong)$/) as string })
  })
  it('hands on what went wrong while it was read', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield content.subarray(0, 10)
      throw new Error('the disk')
    }
    const { key } = await sealed()
    await expect(all((await encrypted([(await recipientOf(await newIdentity()))!], broken())).chunks)).rejects.toThrow('the disk')
    expect(await problem(all(decrypted([key], broken(), 'x')))).toMatchObject({ code: 'ciphertext-damaged' })
  })
})

describe('keys', () => {
  it('have a public half', async () => {
    const identity = await newIdentity()
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]+$/)
    expect(await recipientOf(identity)).toMatch(/^age1[0-9a-z]{58}$/)
    expect(await recipientOf('AGE-SECRET-KEY-1NONSENSE')).toBeNull()
  })
  it('are told apart from what is none, in words', async () => {
    expect(await recipientProblem((await recipientOf(await newIdentity()))!)).toBeNull()
    expect(await recipientProblem(await newIdentity())).toContain('private')
    expect(await recipientProblem('ssh-ed25519 AAAA')).toContain('SSH')
    for (const text of ['', 'age1', 'age1nonsense', 'AGE1', 'x'.repeat(5000)]) expect(await recipientProblem(text), text).toContain('age1')
  })
})
