/** The operator's key: what is signed with it, and why it cannot sign. */
import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { fail, type BackstepError } from '../../domain/problem'
import { requireOrdinary } from '../files/ordinary'
import type { Ran } from '../hosts/host'
import type { SshKeygen } from './ssh-keygen'
import { fingerprintOf, normalized, publicKeyOf } from './ssh-signature'

export interface SigningKey {
  /** `SHA256:…` */
  readonly fingerprint: string
  /** As in a public key file, without comment. */
  readonly publicKey: string
  /** An armored signature by this very key. Throws when it cannot sign any more. */
  sign(text: string): Promise<string>
}

/** Proves that the key signs, by signing; throws `signing-failed` with the reason. */
export async function openSigningKey(ssh: SshKeygen, file: string): Promise<SigningKey> {
  const probe = await signWith(ssh, file, `probe ${randomBytes(16).toString('hex')}\n`)
  const [fingerprint, publicKey] = [fingerprintOf(probe), publicKeyOf(probe)]
  if (fingerprint === null || publicKey === null) throw cannot(file, 'what ssh-keygen answered is no signature')
  return {
    fingerprint,
    publicKey,
    async sign(text) {
      const signature = await signWith(ssh, file, text)
      if (fingerprintOf(signature) === fingerprint) return signature
      throw cannot(file, 'another key stands in that file now')
    }
  }
}

async function signWith(ssh: SshKeygen, file: string, text: string): Promise<string> {
  requireOrdinary(file)
  const ran = await ssh.sign(file, text)
  if (ran.exitCode !== 0) throw cannot(file, ...reasonOf(ran, file))
  return normalized(ran.stdout)
}

const ADD = 'Give it to the ssh agent with `ssh-add`, or choose another key in Settings, Identity.'
const OTHER = 'Choose another key in Settings, Identity, or sign nothing.'

const REASONS: readonly (readonly [pattern: RegExp, reason: string, next: string])[] = [
  [/UNPROTECTED PRIVATE KEY FILE|too open/, 'others can read it, so ssh does not use it', 'Run `chmod 600` on it.'],
  [/incorrect passphrase|Enter passphrase/, 'it needs its passphrase, and nobody can be asked here', ADD],
  [/No private key found|Couldn't find key in agent/, 'its private half is neither beside it nor in the ssh agent', ADD],
  [/agent refused operation|communication with agent failed|Couldn't sign message/, 'the ssh agent refused', 'Unlock the agent or the token and try again.'],
  [/No such file/, 'it is not there', OTHER],
  [/Permission denied/, 'this user may not read it', OTHER]
]

function reasonOf({ stderr, timedOut }: Ran, file: string): readonly [string, string] {
  const there = statSync(file, { throwIfNoEntry: false })
  if (there?.isDirectory()) return ['it is a folder', OTHER]
  if (timedOut) return ['it did not answer in time', 'Touch or unlock the token and try again.']
  // Of a file that is no key it asks for the public half beside it, and says that this one is not there.
  if (there && /No such file/.test(stderr)) return ['it is no private key that ssh-keygen can read', OTHER]
  const known = REASONS.find(([pattern]) => pattern.test(stderr))
  if (known) return [known[1], known[2]]
  const last = stderr.trim().split(/\r?\n/).at(-1) ?? ''
  return [last === '' ? 'ssh-keygen did not say why' : `ssh-keygen says: ${last}`, OTHER]
}

const cannot = (file: string, reason: string, next = OTHER): BackstepError =>
  fail('signing-failed', `The key ${file} cannot sign the history: ${reason}.`, next, { place: { file } })
