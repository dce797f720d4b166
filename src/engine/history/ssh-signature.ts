/** What ssh-keygen writes as a signature, read: whose key it says it is by, and its parts. */
import { createHash, hash } from 'node:crypto'

/** The namespace of our signatures, as git has one of its own: one made for something else is none for a record. */
export const NAMESPACE = 'backstep-history'

const BEGIN = '-----BEGIN SSH SIGNATURE-----'
const END = '-----END SSH SIGNATURE-----'
const WIDTH = 70
const MAGIC = 'SSHSIG'
const VERSION = 1

/** OpenSSH, PROTOCOL.sshsig. */
export interface SshSignature {
  /** The public key, in the form of RFC 4253. */
  readonly key: Buffer
  /** `sha256` or `sha512`: of the text, before it is signed. */
  readonly hash: string
  /** Type and bytes, each a string of RFC 4251. */
  readonly signature: Buffer
}

/** Null for what is no signature of ours, written as ssh-keygen writes it. */
export function readSignature(armored: string): SshSignature | null {
  if (!armored.startsWith(BEGIN)) return null
  const bytes = Buffer.from(armored.slice(BEGIN.length, -END.length - 1), 'base64')
  const start = MAGIC.length + 4
  if (armor(bytes) !== armored || bytes.length < start || bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC || bytes.readUInt32BE(MAGIC.length) !== VERSION) return null
  const [key, namespace, reserved, hash, signature, more] = readStrings(bytes.subarray(start)) ?? []
  if (key === undefined || hash === undefined || signature === undefined || more !== undefined) return null
  // ssh-keygen does not look at what is reserved: with something in it, the same signature could be written in other ways.
  if (namespace?.toString('latin1') !== NAMESPACE || reserved?.length !== 0) return null
  return { key, hash: hash.toString('latin1'), signature }
}

/** What is signed in place of the text itself. */
export function signedBytes(text: string, hash: string): Buffer {
  return Buffer.concat([Buffer.from(MAGIC), ...[NAMESPACE, '', hash, createHash(hash).update(text).digest()].map(sshString)])
}

/** The key of a signature as it stands in a public key file, `ssh-ed25519 AAAA…`. */
export function publicKeyOf(armored: string): string | null {
  const key = readSignature(armored)?.key
  const type = key && readString(key, 0)
  return key && type ? `${type.value.toString('latin1')} ${key.toString('base64')}` : null
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprintOf(armored: string): string | null {
  const read = readSignature(armored)
  return read && `SHA256:${hash('sha256', read.key, 'base64').replace(/=+$/, '')}`
}

/** Spaces and line ends at other places, or other bits in the last digit, mean nothing to ssh-keygen: taken back, so that such a change shows. */
export const normalized = (armored: string): string => armor(Buffer.from(armored.replace(BEGIN, '').replace(END, ''), 'base64'))

function armor(bytes: Buffer): string {
  const digits = bytes.toString('base64')
  let text = `${BEGIN}\n`
  for (let at = 0; at < digits.length; at += WIDTH) text += `${digits.slice(at, at + WIDTH)}\n`
  return `${text}${END}\n`
}

/** The strings of RFC 4251 that `bytes` consist of; null where it is not nothing but those. */
export function readStrings(bytes: Buffer): readonly Buffer[] | null {
  const strings: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const string = readString(bytes, at)
    if (string === null) return null
    strings.push(string.value)
    at = string.end
  }
  return strings
}

function readString(bytes: Buffer, at: number): { readonly value: Buffer; readonly end: number } | null {
  if (at + 4 > bytes.length) return null
  const end = at + 4 + bytes.readUInt32BE(at)
  return end > bytes.length ? null : { value: bytes.subarray(at + 4, end), end }
}

/** A string of RFC 4251. */
export function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
