/** Signatures by plain keys (Ed25519, ECDSA, RSA), checked here: a process of ssh-keygen for each takes a thousand times as long. */
import { createPublicKey, verify, type JsonWebKey, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto'
import { readSignature, readStrings, signedBytes } from './ssh-signature'

export interface PlainKeys {
  /** Is `armored` by its key over `text`? Null: that is ssh-keygen's to say (a token, a certificate, a form that it alone may know). */
  isGood(text: string, armored: string): Promise<boolean | null>
}

/** How signatures of one key are checked. */
interface Known {
  readonly key: KeyObject
  /** By the type that the signature names; undefined: no type for this key. */
  way(type: string, bytes: Buffer): Way | undefined
}
interface Way { readonly digest: string | null; readonly bytes: Buffer; readonly more?: Pick<VerifyKeyObjectInput, 'dsaEncoding'> }

const HASHES = new Set(['sha256', 'sha512'])

export function createPlainKeys(): PlainKeys {
  const known = new Map<string, Known | null>()
  const knownOf = (key: Buffer): Known | null => {
    const id = key.toString('base64')
    const before = known.get(id)
    if (before !== undefined) return before
    const found = readKey(key)
    known.set(id, found)
    return found
  }
  return {
    async isGood(text, armored) {
      const read = readSignature(armored)
      const [type, bytes, more] = (read && readStrings(read.signature)) ?? []
      if (read === null || type === undefined || bytes === undefined || more !== undefined || !HASHES.has(read.hash)) return null
      const of = knownOf(read.key)
      const way = of?.way(type.toString('latin1'), bytes)
      if (!of || way === undefined) return null
      return isBy({ key: of.key, ...way.more }, way, signedBytes(text, read.hash))
    }
  }
}

/** Null where this program cannot. */
const isBy = (key: VerifyKeyObjectInput, { digest, bytes }: Way, signed: Buffer): Promise<boolean | null> =>
  new Promise((resolve) => verify(digest, signed, key, bytes, (error, good) => resolve(error ? null : good)))

// Maps: their names come out of the signature, and an object has a `constructor`.
const CURVES = new Map([
  ['nistp256', { crv: 'P-256', digest: 'sha256', size: 32 }],
  ['nistp384', { crv: 'P-384', digest: 'sha384', size: 48 }],
  ['nistp521', { crv: 'P-521', digest: 'sha512', size: 66 }]
])
const RSA = new Map([['rsa-sha2-256', 'sha256'], ['rsa-sha2-512', 'sha512']])

/** RFC 4253, RFC 5656, RFC 8709. */
function readKey(blob: Buffer): Known | null {
  const [type, one, two, more] = readStrings(blob) ?? []
  const name = type?.toString('latin1') ?? ''
  if (one === undefined || more !== undefined) return null
  if (name === 'ssh-ed25519' && two === undefined) return ed25519(name, one)
  if (two === undefined) return null
  return name === 'ssh-rsa' ? rsa(one, two) : ecdsa(name, one.toString('latin1'), two)
}

function ed25519(name: string, x: Buffer): Known | null {
  return known({ kty: 'OKP', crv: 'Ed25519', x: digits(x) }, (type, bytes) => (type === name ? { digest: null, bytes } : undefined))
}

function rsa(e: Buffer, n: Buffer): Known | null {
  const [exponent, modulus] = [positive(e), positive(n)]
  if (exponent === null || modulus === null) return null
  return known({ kty: 'RSA', e: digits(exponent), n: digits(modulus) }, (type, bytes) => {
    const digest = RSA.get(type)
    return digest === undefined || bytes.length !== modulus.length ? undefined : { digest, bytes }
  })
}

function ecdsa(name: string, curve: string, point: Buffer): Known | null {
  const { crv, digest, size } = CURVES.get(curve) ?? { crv: '', digest: '', size: 0 }
  if (crv === '' || name !== `ecdsa-sha2-${curve}` || point.length !== 1 + 2 * size || point[0] !== 4) return null
  return known({ kty: 'EC', crv, x: digits(point.subarray(1, 1 + size)), y: digits(point.subarray(1 + size)) }, (type, bytes) => {
    const pair = readStrings(bytes)?.map((number) => padded(positive(number), size)) ?? []
    const [r, s] = pair
    return type !== name || pair.length !== 2 || !r || !s ? undefined : { digest, bytes: Buffer.concat([r, s]), more: { dsaEncoding: 'ieee-p1363' } }
  })
}

function known(key: JsonWebKey, way: Known['way']): Known | null {
  try {
    return { key: createPublicKey({ key, format: 'jwk' }), way }
  } catch {
    return null
  }
}

const digits = (bytes: Buffer): string => bytes.toString('base64url')

/** The bytes of a positive number, written as RFC 4251 wants it: in one way only. */
function positive(number: Buffer): Buffer | null {
  const [first, second] = number
  if (first === undefined || first >= 0x80) return null
  if (first > 0) return number
  return second !== undefined && second >= 0x80 ? number.subarray(1) : null
}

const padded = (number: Buffer | null, size: number): Buffer | null =>
  number === null || number.length > size ? null : Buffer.concat([Buffer.alloc(size - number.length), number])
