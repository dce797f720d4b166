/** What a session needs of this machine and this user, wired once. */
import { hostname, userInfo } from 'node:os'
import { systemIo } from '../files/io'
import { createFiles } from '../files/local-files'
import { createIdentity } from '../history/identity'
import { createSignatureMemory } from '../history/signature-memory'
import { createSignatureChecker } from '../history/signatures'
import { createSshKeygen } from '../history/ssh-keygen'
import { createLocalHost } from '../hosts/local'
import { createSecrets } from '../hosts/secrets'
import type { SessionDeps } from './session'

/** `env` is what programs are found by and `$NAME` is read from; `replaced` are parts of a test. */
export function createSessionDeps(env: NodeJS.ProcessEnv, replaced: Partial<SessionDeps> = {}): SessionDeps {
  const secrets = replaced.secrets ?? createSecrets(env)
  const host = replaced.host ?? createLocalHost({ env, secrets: { ...secrets, maskValues: secrets.mask } })
  const files = replaced.files ?? createFiles(systemIo, host.self)
  const ssh = createSshKeygen(host, env)
  return {
    clock: { now: () => new Date() }, identity: createIdentity(files, ssh, env), signatures: createSignatureChecker(ssh, createSignatureMemory(files, env)),
    actor: { user: userName(env), host: hostname() }, env, ...replaced, files, host, secrets
  }
}

/** A user without an entry in the system's list has a number only. */
function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env['USER'] ?? `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
