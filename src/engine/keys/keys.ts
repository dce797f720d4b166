/** The keys of a project: who what is kept is encrypted for, and what of it this user can open. */
import { join } from 'node:path'
import type { KeyPlace } from '../../domain/views'
import type { Files } from '../files/files'
import type { Host } from '../hosts/host'
import type { Store } from '../store/store'
import { userConfigFolder } from '../user-folders'
import { recipientsFile, type RecipientsFile } from './recipients'
import { keychain } from './keychain'
import { secretTool } from './secret-tool'
import type { Env, SecretStore } from './secret-store'
import { findKey, type SourcesDeps } from './sources'

export interface Keys {
  readonly recipients: RecipientsFile
  readonly secretStore: SecretStore
  /** Folder of the user's key files. */
  readonly folder: string
  /** A private key that opens what was encrypted for these public ones; null when this user has none. A secret. */
  identity(recipients: readonly string[]): Promise<string | null>
  /** Where that key is, looked for anew. */
  place(recipient: string): Promise<KeyPlace | null>
  /** From now on it is masked wherever text leaves the engine. */
  learn(identity: string): void
}
export interface KeysDeps {
  /** Path of recipients.txt. */
  readonly file: string
  readonly files: Files
  readonly store: Store
  readonly host: Host
  readonly env: Env
  learn(value: string): void
}

export function createKeys({ file, files, store, host, env, learn }: KeysDeps): Keys {
  const secretStore = process.platform === 'darwin' ? keychain(host) : secretTool(host, env)
  const folder = join(userConfigFolder(env), 'keys')
  const sources: SourcesDeps = { env, files, folder, secretStore }
  // A key in use is not asked for again: the keyring may be locked by then.
  const opened = new Map<string, string>()
  return {
    recipients: recipientsFile(file, files, store), secretStore, folder, learn,
    async identity(recipients) {
      const known = recipients.map((recipient) => opened.get(recipient)).find((key) => key !== undefined)
      if (known !== undefined || recipients.length === 0) return known ?? null
      const found = await findKey(sources, recipients)
      if (!found) return null
      learn(found.identity.key)
      opened.set(found.identity.recipient, found.identity.key)
      return found.identity.key
    },
    place: async (recipient) => (await findKey(sources, [recipient]))?.place ?? null
  }
}
