/** age as the engine uses it: streams of bytes, in the binary form that the `age` program reads and writes too. */
import { BackstepError, fail } from '../../domain/problem'

/** Half of what a command would load, for those who encrypt nothing: it is loaded when it is needed. */
const age = (): Promise<typeof import('age-encryption')> => import('age-encryption')

type Chunks = AsyncIterable<Uint8Array>

/** A new private key, `AGE-SECRET-KEY-1…`. A secret. */
export const newIdentity = async (): Promise<string> => (await age()).generateX25519Identity()

/** The public key of a private one; null when it is none. */
export const recipientOf = async (identity: string): Promise<string | null> => (await age()).identityToRecipient(identity).catch(() => null)

/** Why nothing can be encrypted for this, the end of a sentence; null when it can. */
export async function recipientProblem(text: string): Promise<string | null> {
  if (/^AGE-SECRET-KEY-/i.test(text)) return 'is a private key; a public one begins with age1'
  if (/^(ssh-|ecdsa-|sk-ssh-)/.test(text)) return 'is an SSH key; only keys that begin with age1 can be used'
  const { Encrypter } = await age()
  try {
    new Encrypter().addRecipient(text)
    return null
  } catch {
    return 'is not a public key of age: those begin with age1'
  }
}

/** What opens one file alone, without any private key. Never leaves the process that encrypted the file. */
export interface FileKey { readonly bytes: Uint8Array }

/** The content encrypted, and what opens it again to prove what was written. */
export async function encrypted(recipients: readonly string[], chunks: Chunks): Promise<{ readonly chunks: Chunks; readonly key: FileKey }> {
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  let key: FileKey | null = null
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  // Adds nothing to the file: it only sees the key that the others wrap.
  encrypter.addRecipient({
    wrapFileKey: (bytes) => {
      key = { bytes: bytes.slice() }
      return []
    }
  })
  const stream = await encrypter.encrypt(streamOf(chunks))
  if (recipients.length === 0 || key === null) throw fail('internal', 'A file was to be encrypted for nobody. Nothing was written.')
  return { chunks: stream, key }
}

/** Throws `key-wrong` when none of the keys opens it, and `ciphertext-damaged` when it is not what was encrypted; both name `what`. */
export async function* decrypted(identities: readonly (string | FileKey)[], chunks: Chunks, what: string): AsyncGenerator<Uint8Array> {
  const { Decrypter } = await age()
  try {
    const decrypter = new Decrypter()
    for (const identity of identities) decrypter.addIdentity(typeof identity === 'string' ? identity : { unwrapFileKey: () => identity.bytes })
    yield* await decrypter.decrypt(streamOf(chunks))
  } catch (error) {
    throw problemFor(error, what)
  }
}

function problemFor(error: unknown, what: string): BackstepError {
  if (error instanceof BackstepError) return error
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('no identity matched')) return fail('key-wrong', `${what} was encrypted for another key than those at hand. Nothing was changed.`, 'Bring the key that it was encrypted for.', { place: { file: what } })
  return fail('ciphertext-damaged', `${what} cannot be decrypted: it is not what was encrypted. Nothing was changed.`, 'Use another snapshot, or bring the file back from a backup.', { place: { file: what } })
}

function streamOf(chunks: Chunks): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    }
  })
}
