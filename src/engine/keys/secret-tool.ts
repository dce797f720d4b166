/** Linux: the Secret Service of the session (GNOME Keyring, KWallet, KeePassXC), through libsecret's own program. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Host, Ran } from '../hosts/host'
import { failed, type Env, type SecretStore } from './secret-store'

const NAME = 'the keyring'
/** Long enough for somebody to type its password. */
const PATIENCE = 60_000

export function secretTool(host: Host, env: Env): SecretStore {
  const run = (action: string, recipient: string, more: readonly string[] = [], input?: string): Promise<Ran> =>
    host.run(['secret-tool', action, ...more, 'service', 'backstep', 'recipient', recipient], {
      cwd: '/', timeout: PATIENCE, env: busOf(env), secretOutput: true, ...(input === undefined ? {} : { input })
    })
  const why = async (): Promise<string | null> => {
    if ((await host.which('secret-tool')) === null) return 'The program secret-tool, which keeps keys in the keyring, is not installed (package libsecret-tools).'
    return hasBus(env) ? null : 'No desktop session with a keyring is running.'
  }
  return {
    name: NAME,
    why,
    async find(recipient) {
      if ((await why()) !== null) return null
      const ran = await run('lookup', recipient)
      if (ran.exitCode === 0 && ran.stdout !== '') return ran.stdout.trim()
      // Nothing found is exit code 1 without a word.
      if (ran.exitCode === 1 && ran.stderr.trim() === '') return null
      throw failed(NAME, ran, 'read from')
    },
    async keep(recipient, identity, label) {
      const ran = await run('store', recipient, [`--label=${label}`], identity)
      if (ran.exitCode !== 0) throw failed(NAME, ran, 'put into')
    }
  }
}

/** A child gets little of our environment: of the bus, its address. */
const busOf = (env: Env): Record<string, string> => ({ LC_ALL: 'C', ...(env['DBUS_SESSION_BUS_ADDRESS'] === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: env['DBUS_SESSION_BUS_ADDRESS'] }) })
/** `disabled:` is what Chromium leaves in the environment where it found none. */
const isBus = (address: string): boolean => address !== '' && !address.startsWith('disabled:')
const hasBus = (env: Env): boolean =>
  isBus(env['DBUS_SESSION_BUS_ADDRESS'] ?? '') || (env['XDG_RUNTIME_DIR'] !== undefined && existsSync(join(env['XDG_RUNTIME_DIR'], 'bus')))
