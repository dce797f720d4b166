/** The keys that snapshots and manifests are encrypted for, and where their private halves are. Never a private key itself. */
import type { Problem } from '../problem'

export interface KeyPlace {
  readonly kind: 'environment' | 'file' | 'secret-store'
  /** `BACKSTEP_IDENTITY`, the file's path, or what the secret store is called. */
  readonly where: string
  /** What is wrong with the place, a sentence; null when nothing is. */
  readonly warning: string | null
}

export interface KeyRow {
  /** The public key, `age1…`. */
  readonly recipient: string
  /** Whose it is, as somebody wrote it down; null when nobody did. */
  readonly name: string | null
  /** New snapshots are encrypted for it; false: only older ones are. */
  readonly current: boolean
  /** Where this user has the private key; null = not on this machine. */
  readonly place: KeyPlace | null
  /** Snapshots and manifests that it opens. */
  readonly opens: number
}

export interface MadeKey {
  readonly recipient: string
  readonly place: KeyPlace
  /** Why it is in a file and not in the secret store; null when nobody would wonder. */
  readonly why: string | null
}

export interface KeysView {
  readonly rows: readonly KeyRow[]
  /** Path of the file with the public keys. */
  readonly file: string
  /** Why the public keys or the private ones could not be read. */
  readonly problem: Problem | null
  /** What this system's secret store is called; null when there is none here, and `why` says so. */
  readonly secretStore: { readonly name: string | null; readonly why: string | null }
  /** Where key files are looked for. */
  readonly folder: string
  /** Manifests and snapshots that hold configuration or data as it is. */
  readonly plain: number
}
