/** macOS: the login keychain. `security` takes a whole command from standard input, so that the key is no argument of a process. */
import type { Host } from '../hosts/host'
import { failed, type SecretStore } from './secret-store'

const NAME = 'the keychain'
const PATIENCE = 60_000
const NOT_FOUND = 44

export function keychain(host: Host): SecretStore {
  const security = (argv: readonly string[], input?: string) => host.run(['security', ...argv], { cwd: '/', timeout: PATIENCE, secretOutput: true, ...(input === undefined ? {} : { input }) })
  return {
    name: NAME,
    why: async () => ((await host.which('security')) === null ? 'The program security, which reads the keychain, was not found.' : null),
    async find(recipient) {
      if ((await host.which('security')) === null) return null
      const ran = await security(['find-generic-password', '-s', 'backstep', '-a', recipient, '-w'])
      if (ran.exitCode === 0 && ran.stdout.trim() !== '') return ran.stdout.trim()
      if (ran.exitCode === NOT_FOUND) return null
      throw failed(NAME, ran, 'read from')
    },
    async keep(recipient, identity, label) {
      const ran = await security(['-i'], `add-generic-password -U -s backstep -a ${recipient} -l "${label.replace(/[^\p{L}\p{N} ._-]/gu, '')}" -w ${identity}\n`)
      // In this mode an error of the command is only told in words.
      if (ran.exitCode !== 0 || ran.stderr.trim() !== '') throw failed(NAME, ran, 'put into')
    }
  }
}
