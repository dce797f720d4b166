/** ssh-keygen signs and verifies, as it does for git. It is never able to ask anybody for anything. */
import type { Host, Ran } from '../hosts/host'
import { NAMESPACE } from './ssh-signature'

/** A key on a token may wait for a touch. */
const SIGN_WITHIN = 30_000
const VERIFY_WITHIN = 20_000

export interface SshKeygen {
  /** `keyFile` is absolute: a private key, or a public one whose private half the agent has. */
  sign(keyFile: string, text: string): Promise<Ran>
  /** Names that the allowed-signers file gives to the signature's key, at that time. */
  principals(signatureFile: string, allowedSigners: string, at: string): Promise<Ran>
  verify(text: string, signatureFile: string, allowedSigners: string, principal: string, at: string): Promise<Ran>
  /** Is the signature good, whoever made it? */
  checkOnly(text: string, signatureFile: string): Promise<Ran>
}

export function createSshKeygen(host: Host, env: NodeJS.ProcessEnv): SshKeygen {
  const agent: Record<string, string> = env['SSH_AUTH_SOCK'] === undefined ? {} : { SSH_AUTH_SOCK: env['SSH_AUTH_SOCK'] }
  const run = (action: string, words: readonly string[], timeout: number, input?: string): Promise<Ran> =>
    host.run(['ssh-keygen', '-Y', action, ...words], {
      cwd: '/', timeout, env: { ...agent, SSH_ASKPASS_REQUIRE: 'never', TZ: 'UTC', LC_ALL: 'C' }, ...(input === undefined ? {} : { input })
    })
  return {
    sign: (keyFile, text) => run('sign', ['-q', '-n', NAMESPACE, '-f', keyFile], SIGN_WITHIN, text),
    principals: (signatureFile, allowedSigners, at) => run('find-principals', [...verifyTime(at), '-s', signatureFile, '-f', allowedSigners], VERIFY_WITHIN),
    verify: (text, signatureFile, allowedSigners, principal, at) =>
      run('verify', [...verifyTime(at), '-n', NAMESPACE, '-f', allowedSigners, '-I', principal, '-s', signatureFile], VERIFY_WITHIN, text),
    checkOnly: (text, signatureFile) => run('check-novalidate', ['-n', NAMESPACE, '-s', signatureFile], VERIFY_WITHIN, text)
  }
}

/** A key that has expired since was good when it signed. */
function verifyTime(at: string): readonly string[] {
  const time = Date.parse(at)
  return Number.isNaN(time) ? [] : [`-Overify-time=${new Date(time).toISOString().slice(0, 19).replace(/[-:T]/g, '')}`]
}
