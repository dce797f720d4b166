/** The operating system's secret store. A key crosses to it only through standard input and output, never as an argument. */
import { fail } from '../../domain/problem'
import type { Ran } from '../hosts/host'

export interface SecretStore {
  /** `the keyring (Secret Service)` */
  readonly name: string
  /** Why there is none here, a sentence; null when there is one. Asks nobody for a password. */
  why(): Promise<string | null>
  /** The private key for a public one; null when it has none. Throws `keyring-failed`. */
  find(recipient: string): Promise<string | null>
  /** Throws `keyring-failed`. */
  keep(recipient: string, identity: string, label: string): Promise<void>
}

export type Env = Readonly<Record<string, string | undefined>>

export const failed = (name: string, ran: Ran, doing: string): Error => {
  const said = ran.timedOut ? 'it did not answer: perhaps it is locked and asks for its password in another window' : (ran.stderr.trim().split('\n').at(-1) ?? '') || `exit code ${ran.exitCode ?? ran.signal ?? 'unknown'}`
  return fail('keyring-failed', `The key could not be ${doing} ${name}: ${said}.`, 'Unlock it and try again, or keep the key in a file with `--file`.')
}
