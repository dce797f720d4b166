/** Who signs the history, and whose signatures a project knows. */
import type { Problem } from '../problem'

export interface IdentityView {
  /** Absolute; null: nothing is signed. */
  readonly keyFile: string | null
  /** The environment variable that overrides the user's own settings; null when those count. */
  readonly variable: string | null
  /** Where the user's own settings are. */
  readonly settingsFile: string
  /** What the key was proven to be, by signing with it; null without a key, or when it cannot sign. */
  readonly key: { readonly fingerprint: string; readonly publicKey: string; readonly agent: boolean } | null
  /** Why it cannot sign. */
  readonly problem: Problem | null
  /** The open project's allowed-signers file; null without a project. */
  readonly project: {
    /** As backstep.yaml names it; null when it names none. */
    readonly allowedSigners: string | null
    readonly signers: readonly { readonly names: string; readonly type: string }[]
    /** The name that the file gives to the key; null when it has none, or there is no key. */
    readonly listedAs: string | null
    readonly problem: Problem | null
  } | null
  /** A line that lists the key. */
  readonly line: string | null
}
