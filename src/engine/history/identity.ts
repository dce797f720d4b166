/** The operator's identity: which key signs, kept in the user's own settings, not in a project. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { fail, problemOf } from '../../domain/problem'
import type { Files } from '../files/files'
import { userConfigFolder } from '../user-folders'
import { createProvenKeys } from './proven-keys'
import type { SigningKey } from './signing-key'
import type { SshKeygen } from './ssh-keygen'

/** Overrides the file; empty: nothing is signed. */
export const KEY_VARIABLE = 'BACKSTEP_SIGNING_KEY'

export interface ChosenKey {
  /** Absolute; null: nothing is signed. */
  readonly file: string | null
  readonly from: 'environment' | 'settings'
}
export interface Identity {
  /** `identity.json` in the user's configuration folder. */
  readonly settingsFile: string
  /** Throws `signing-key-invalid` when the settings cannot be understood. */
  chosen(): Promise<ChosenKey>
  /** Only a key that signs: one that cannot would keep every rollback from starting. */
  choose(file: string | null): Promise<void>
  /** Proven by a signature. Null when nothing is signed. Throws when the chosen key cannot sign. */
  open(): Promise<SigningKey | null>
  /** The same, but one that has signed less than `within` ms ago (default: at any time) in this program is not asked for another signature. */
  proven(within?: number): Promise<SigningKey | null>
}

const SETTINGS = z.strictObject({ signingKey: z.string().min(1).nullable() })

export function createIdentity(files: Files, ssh: SshKeygen, env: NodeJS.ProcessEnv): Identity {
  const settingsFile = join(userConfigFolder(env), 'identity.json')
  const home = env['HOME'] ?? homedir()
  const keys = createProvenKeys(ssh)
  const chosen = async (): Promise<ChosenKey> => {
    const given = env[KEY_VARIABLE]
    if (given !== undefined) return { file: given === '' ? null : absolute(given, home, KEY_VARIABLE), from: 'environment' }
    const kept = await settingsIn(files, settingsFile)
    return { file: kept === null ? null : absolute(kept, home, settingsFile), from: 'settings' }
  }
  return {
    settingsFile,
    chosen,
    async choose(file) {
      const key = file === null ? null : absolute(file, home, 'The key')
      if (key !== null) await keys.open(key).catch(unchanged)
      await files.makeFolder(userConfigFolder(env))
      await files.write(settingsFile, `${JSON.stringify({ signingKey: key }, null, 2)}\n`, { mode: 0o600 })
    },
    async open() {
      const { file } = await chosen()
      return file === null ? null : keys.open(file)
    },
    async proven(within = Infinity) {
      const { file } = await chosen()
      return file === null ? null : keys.proven(file, within)
    }
  }
}

function unchanged(error: unknown): never {
  const { code, message, next, ...more } = problemOf(error)
  throw fail(code, `${message} The settings were not changed.`, next, more)
}

async function settingsIn(files: Files, file: string): Promise<string | null> {
  const bytes = await files.read(file)
  if (bytes === null) return null
  try {
    return SETTINGS.parse(JSON.parse(bytes.toString('utf8'))).signingKey
  } catch {
    throw fail('signing-key-invalid', `${file} cannot be understood: "signingKey" in it names the file of the key that signs, such as /home/you/.ssh/id_ed25519, or is null.`, 'Choose the key again in Settings, Identity.', { place: { file } })
  }
}

/** An absolute path can never be read as an option. */
function absolute(path: string, home: string, where: string): string {
  const full = path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path
  if (isAbsolute(full) && !full.includes('\0')) return full
  throw fail('signing-key-invalid', `${where} names the key "${path.slice(0, 200)}", which is no absolute path.`, 'Give the whole path, or one that begins with ~/.')
}
