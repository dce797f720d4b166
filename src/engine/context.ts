/** What the engine's parts are given: wired once by `createEngine`, replaced in tests. */
import type { EnvironmentDefinition } from '../domain/definition'
import type { Host } from './hosts/host'
import type { Files } from './files/files'
import type { Keys } from './keys/keys'
import type { Store } from './store/store'

export interface Clock { now(): Date }

/** Keyed digest (HMAC-SHA-256, hexadecimal) with the project's own key: the same content gives the same digest, a short secret cannot be guessed from it. */
export type KeyedDigest = (content: string | Uint8Array) => string

export interface ProjectContext {
  /** Absolute, symbolic links resolved. */
  readonly project: string
  readonly files: Files
  readonly store: Store
  readonly clock: Clock
  readonly digest: KeyedDigest
  /** The same of content that is too large to be held at once. */
  digestAll(chunks: AsyncIterable<Uint8Array>): Promise<string>
  /** Who what is kept is encrypted for, and what of it this user can open. */
  readonly keys: Keys
  host(name: string): Host
  /** `$NAME` of backstep.yaml: from the environment given to the engine. Throws `secret-missing`. */
  secret(name: string): string
  /** Masks secrets in text that leaves the engine. */
  mask(text: string): string
  /** The same for the lines of one stream in their order: also what goes over several of them. */
  lineMask(): (line: string) => string
  /** From now on these values are secrets. */
  learn(values: readonly string[]): void
}
export interface EnvironmentContext extends ProjectContext {
  readonly environment: EnvironmentDefinition
}
