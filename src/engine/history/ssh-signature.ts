/** What ssh-keygen writes as a signature, read: whose key it says it is by. Whether it is good is ssh-keygen's to say. */
import { createHash } from 'node:crypto'

/** The namespace of our signatures, as git has one of its own: one made for something else is none for a record. */
export const NAMESPACE = 'backstep-history'

const BEGIN = '-----BEGIN SSH SIGNATURE-----'
const END = '-----END SSH SIGNATURE-----'
const WIDTH = 70

/** The key of a signature as it stands in a public key file, `ssh-ed25519 AAAA…`; null for what is no signature of ours, written as ssh-keygen writes it. */
export function publicKeyOf(armored: string): string | null {
  const key = keyBlob(armored)
  const type = key && readString(key, 0)
  return key && type ? `${type.value.toString('latin1')} ${key.toString('base64')}` : null
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprintOf(armored: string): string | null {
  const key = keyBlob(armored)
  return key && `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Spaces and line ends at other places, or other bits in the last digit, mean nothing: taken back, so that every change shows. */
export const normalized = (armored: string): string => armor(Buffer.from(armored.replace(BEGIN, '').replace(END, ''), 'base64'))

function armor(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []
  return [BEGIN, ...lines, END, ''].join('\n')
}

function keyBlob(armored: string): Buffer | null {
  if (!armored.startsWith(BEGIN)) return null
  const bytes = Buffer.from(armored.slice(BEGIN.length, -END.length - 1), 'base64')
  if (armor(bytes) !== armored || bytes.subarray(0, 6).toString('latin1') !== 'SSHSIG' || bytes.length < 10 || bytes.readUInt32BE(6) !== 1) return null
  const fields: Buffer[] = []
  let at = 10
  for (; at < bytes.length;) {
    const field = readString(bytes, at)
    if (field === null) return null
    fields.push(field.value)
    at = field.end
  }
  const [key, namespace] = fields
  return fields.length === 5 && namespace?.toString('latin1') === NAMESPACE ? (key ?? null) : null
}

function readString(bytes: Buffer, at: number): { readonly value: Buffer; readonly end: number } | null {
  if (at + 4 > bytes.length) return null
  const end = at + 4 + bytes.readUInt32BE(at)
  return end > bytes.length ? null : { value: bytes.subarray(at + 4, end), end }
}
