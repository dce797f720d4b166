/** Where private keys are looked for, in this order: the environment, a file that it names, the user's key files, the secret store. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyPlace } from '../../domain/views'
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { about, orMissing } from '../files/problems'
import { parseIdentities, type Identity } from './identity-file'
import type { Env, SecretStore } from './secret-store'

export interface FoundKey { readonly identity: Identity; readonly place: KeyPlace }
export interface SourcesDeps {
  readonly env: Env
  readonly files: Files
  /** The user's key files. */
  readonly folder: string
  readonly secretStore: SecretStore
}

/** The first of these keys that this user has. Throws when a place that was named cannot be read. */
export async function findKey(deps: SourcesDeps, recipients: readonly string[]): Promise<FoundKey | null> {
  const near = await nearKeys(deps)
  const found = near.find(({ identity }) => recipients.includes(identity.recipient))
  if (found) return found
  for (const recipient of recipients) {
    const identity = await fromSecretStore(deps.secretStore, recipient)
    if (identity) return identity
  }
  return null
}

/** Those in the environment and in files. */
async function nearKeys({ env, files, folder }: SourcesDeps): Promise<readonly FoundKey[]> {
  const value = env['BACKSTEP_IDENTITY'] ?? ''
  const named = env['BACKSTEP_IDENTITY_FILE'] ?? ''
  return [
    ...(await parseIdentities(value, 'BACKSTEP_IDENTITY')).map((identity) => ({ identity, place: { kind: 'environment' as const, where: 'BACKSTEP_IDENTITY', warning: null } })),
    ...(named === '' ? [] : await fromFile(files, named, true)),
    ...(await fromFolder(files, folder))
  ]
}

async function fromFile(files: Files, path: string, asked: boolean): Promise<readonly FoundKey[]> {
  const text = await files.read(path)
  if (text === null && asked) throw fail('identity-missing', `BACKSTEP_IDENTITY_FILE names ${path}, which is not there.`, 'Correct the variable, or bring the key file.', { place: { file: path } })
  if (text === null) return []
  const { mode } = await about(path, 'read', () => stat(path))
  const warning = (mode & 0o077) === 0 ? null : `Others on this machine can read it. \`chmod 600\` makes it yours alone.`
  return (await parseIdentities(text.toString('utf8'), path)).map((identity) => ({ identity, place: { kind: 'file' as const, where: path, warning } }))
}

async function fromFolder(files: Files, folder: string): Promise<readonly FoundKey[]> {
  const names = (await about(folder, 'read', () => orMissing(readdir(folder)))) ?? []
  const found = await Promise.all(names.filter((name) => name.endsWith('.txt')).sort().map((name) => fromFile(files, join(folder, name), false)))
  return found.flat()
}

async function fromSecretStore(store: SecretStore, recipient: string): Promise<FoundKey | null> {
  const key = await store.find(recipient)
  if (key === null) return null
  const [identity] = await parseIdentities(key, store.name)
  return identity?.recipient === recipient ? { identity, place: { kind: 'secret-store', where: store.name, warning: null } } : null
}
