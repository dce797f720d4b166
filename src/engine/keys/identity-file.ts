/** Private keys in a file, as `age-keygen` writes them: comments, and a key a line. */
import { fail } from '../../domain/problem'
import { recipientOf } from './age'

export interface Identity { readonly key: string; readonly recipient: string }

/** `what` names the place in the message. Throws `identity-invalid`; never repeats what stands there. */
export async function parseIdentities(text: string, what: string): Promise<readonly Identity[]> {
  const found: Identity[] = []
  for (const [index, raw] of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/).entries()) {
    const key = raw.trim()
    if (key === '' || key.startsWith('#')) continue
    const recipient = await recipientOf(key)
    if (recipient === null) throw fail('identity-invalid', `Line ${index + 1} of ${what} is no private key of age: those begin with AGE-SECRET-KEY-1.`, 'Give a file as `backstep keys export` or `age-keygen` writes it.', { place: { file: what, line: index + 1 } })
    found.push({ key, recipient })
  }
  return found
}

export const identityFileText = (identities: readonly Identity[], head: string): string =>
  `# ${head}\n# Whoever has this file can read what was encrypted for these keys. The \`age\` program reads it too.\n${identities.map(({ key, recipient }) => `# public key: ${recipient}\n${key}\n`).join('')}`
