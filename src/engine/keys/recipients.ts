/**
 * `.deployments/recipients.txt`: who snapshots and manifests are encrypted for, in the form of age's own recipients files. Public, one
 * a line; the comment above a key says whose it is.
 */
import { sha256Hex } from '../../domain/canonical'
import { fail } from '../../domain/problem'
import { stripControl } from '../../domain/text'
import type { Files } from '../files/files'
import type { Store } from '../store/store'
import { recipientProblem } from './age'

export interface Recipient { readonly key: string; readonly name: string | null }

const NOTE = 'recipients'
const HEAD = '# Written by Backstep. What is kept is encrypted for these public keys; they open nothing. `backstep keys` explains.\n'

export interface RecipientsFile {
  /** Throws `recipients-invalid` with the line, and `recipients-missing` when the file is gone though it was used: never silently in plain text. */
  read(): Promise<readonly Recipient[]>
  add(recipient: Recipient): Promise<void>
  remove(key: string): Promise<void>
  /** Remembers that they were used. */
  used(keys: readonly string[]): Promise<void>
}

export function recipientsFile(path: string, files: Files, store: Store): RecipientsFile {
  const read = async (): Promise<readonly Recipient[]> => {
    const text = (await files.read(path))?.toString('utf8') ?? null
    if (text !== null) return parse(text, path)
    const before = await remembered(store)
    if (before.length === 0) return []
    throw fail('recipients-missing', `${path} is gone, though what this project keeps was encrypted. Nothing was changed.`, `Put the file back, or run \`backstep keys add ${before[0] ?? ''}\`.`, { place: { file: path } })
  }
  const write = async (recipients: readonly Recipient[]): Promise<void> => {
    await files.write(path, HEAD + recipients.map(linesOf).join(''), { mode: 0o644 })
    await store.setNote(NOTE, JSON.stringify(recipients.map(({ key }) => key)))
  }
  const known = (): Promise<readonly Recipient[]> => read().catch((error: unknown) => {
    if (codeIs(error, 'recipients-missing')) return []
    throw error
  })
  return {
    read,
    add: async (recipient) => write([...(await known()).filter(({ key }) => key !== recipient.key), recipient]),
    remove: async (key) => write((await known()).filter((one) => one.key !== key)),
    used: async (keys) => {
      if (sha256Hex(keys.join()) !== sha256Hex((await remembered(store)).join())) await store.setNote(NOTE, JSON.stringify(keys))
    }
  }
}

const codeIs = (error: unknown, code: string): boolean => (error as { problem?: { code?: string } }).problem?.code === code

async function remembered(store: Store): Promise<readonly string[]> {
  const note = await store.note(NOTE)
  return note === null ? [] : (JSON.parse(note) as string[])
}

const linesOf = ({ key, name }: Recipient): string => `\n${name === null ? '' : `# ${stripControl(name).slice(0, 200)}\n`}${key}\n`

async function parse(text: string, path: string): Promise<readonly Recipient[]> {
  const found: Recipient[] = []
  let name: string | null = null
  for (const [index, raw] of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim()
    if (line.startsWith('#') || line === '') {
      name = line === '' ? null : stripControl(line.replace(/^#+\s*/, '')) || null
      continue
    }
    const wrong = await recipientProblem(line)
    // A private key that got in here is not repeated.
    if (wrong !== null) throw fail('recipients-invalid', `${path}, line ${index + 1}: this ${wrong}. Nothing was changed.`, 'Correct or remove the line.', { place: { file: path, line: index + 1 } })
    if (!found.some(({ key }) => key === line)) found.push({ key: line, name })
    name = null
  }
  return found
}
