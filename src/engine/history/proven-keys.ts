/** Keys that have signed in this program, by their files as they were then: one on a token wants a touch for each signature. */
import { statSync } from 'node:fs'
import { openSigningKey, type SigningKey } from './signing-key'
import type { SshKeygen } from './ssh-keygen'

export interface ProvenKeys {
  /** Proves it by signing. Throws as `openSigningKey` does. */
  open(file: string): Promise<SigningKey>
  /** Without a signature where the key in that very file has proven it less than `within` ms ago. */
  proven(file: string, within: number): Promise<SigningKey>
}

export function createProvenKeys(ssh: SshKeygen): ProvenKeys {
  const known = new Map<string, { readonly mark: string | null; readonly at: number; readonly key: SigningKey }>()
  const open = async (file: string): Promise<SigningKey> => {
    // As it is before: what is put there meanwhile has proven nothing.
    const mark = markOf(file)
    known.delete(file)
    const key = await openSigningKey(ssh, file)
    known.set(file, { mark, at: performance.now(), key })
    return key
  }
  return {
    open,
    proven: async (file, within) => {
      const one = known.get(file)
      const holds = one !== undefined && one.mark !== null && one.mark === markOf(file) && performance.now() - one.at < within
      return holds ? one.key : open(file)
    }
  }
}

function markOf(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}` : null
}
