/** How a manifest's folder keeps what may hold secrets or data: as it is, or encrypted. Decided once for each folder. */
import { dirname } from 'node:path'
import { fileOfBlob, type Encryption } from '../../domain/manifest'
import { fail, type Problem } from '../../domain/problem'
import type { ProjectContext } from '../context'
import { decrypted, encrypted } from '../keys/age'
import { blobIn, damaged } from './folder'

/** Null = as it is. */
export type Seal = Encryption | null
/** Where something is kept, and how. */
export interface Keeping<Context extends ProjectContext = ProjectContext> {
  readonly context: Context
  readonly folder: string
  readonly seal: Seal
}
export interface SealedFile {
  /** Of the file as it lies there. */
  readonly sha256: string
  /** Keyed digest of what is in it. */
  readonly digest: string
  /** True: it was opened again with a private key; false: none was at hand, and it was opened with the file's own key. */
  readonly opened: boolean
}

export async function sealOf({ keys }: ProjectContext): Promise<Seal> {
  const recipients = (await keys.recipients.read()).map(({ key }) => key)
  await keys.recipients.used(recipients)
  return recipients.length === 0 ? null : { recipients }
}

/** What a manifest says about it. */
export const formatOf = (seal: Seal): { readonly format: 1 | 2; readonly encryption?: Encryption } => (seal ? { format: 2, encryption: seal } : { format: 1 })

/** Encrypts it into the folder, then reads it again from the disk and decrypts it: what lies there is exactly that. */
export async function keepSealed({ context, folder }: Keeping, seal: Encryption, blob: string, content: () => AsyncIterable<Uint8Array>): Promise<SealedFile> {
  const path = blobIn(folder, fileOfBlob({ encryption: seal }, blob))
  const digest = await context.digestAll(content())
  const { chunks, key } = await encrypted(seal.recipients, content())
  await context.files.makeFolder(dirname(path))
  await context.files.writeChunks(path, chunks, { mode: 0o600 })
  const identity = await context.keys.identity(seal.recipients)
  const found = await context.digestAll(decrypted([identity ?? key], context.files.chunks(path), path))
  if (found !== digest) throw damaged(folder, fileOfBlob({ encryption: seal }, blob), 'does not decrypt to what was kept')
  return { sha256: (await context.files.sha256(path)).sha256, digest, opened: identity !== null }
}

export async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

/** The content of an encrypted file. Throws `key-missing` before anything is read. */
export const openSealed = (context: ProjectContext, path: string, encryption: Encryption): Promise<AsyncIterable<Uint8Array>> => openedWith(context, path, encryption, context.files.chunks(path))

/** The same of bytes that were read already; `path` says of what. */
export async function openedWith({ keys }: ProjectContext, path: string, { recipients }: Encryption, chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const identity = await keys.identity(recipients)
  if (identity === null) throw keyMissing(path, recipients)
  return decrypted([identity], chunks, path)
}

const KEY_PROBLEMS = ['key-missing', 'key-wrong', 'keyring-failed', 'identity-missing', 'identity-invalid']
/** It is about a private key that is not at hand, not about what it would open. */
export const isKeyProblem = ({ code }: Problem): boolean => KEY_PROBLEMS.includes(code)

export const keyMissing = (what: string, recipients: readonly string[]): Error =>
  fail('key-missing', `${what} is encrypted, and ${recipients.length === 1 ? 'its key' : `none of its ${recipients.length} keys`} (${recipients.map((key) => `${key.slice(0, 12)}…`).join(', ')}) is on this machine. Nothing was changed.`, 'Bring the private key: `backstep keys import FILE`, or let BACKSTEP_IDENTITY_FILE name its file.')
