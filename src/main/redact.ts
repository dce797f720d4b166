/** Masks secrets in what the app writes about itself: its log and its diagnostics. By the key's name and by the value's form. */
import { isSecretName, maskLines } from '../domain/config'

export const HIDDEN = '••••••••'

/** The text without the secrets that can be told by their form or by the name before them. */
export const redactText = (text: string): string => maskLines(text, HIDDEN)

// In a log nobody misses what stands near a secret.
const ABOUT_A_SECRET = /cookie|authorization|(?:api|private).?key/i

/** A value to be logged: text redacted, fields with a secret's name hidden, at most six levels deep. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return { name: value.name, message: redactText(value.message), stack: redactText(value.stack ?? '') }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= 6) return '…'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isSecretName(key) || ABOUT_A_SECRET.test(key) ? HIDDEN : redact(item, depth + 1)]))
}

/** Paths below the home folder begin with ~, so that a report does not name the person. */
export function withoutHome(text: string, home: string): string {
  return home.length > 1 ? text.replaceAll(home, '~') : text
}

/** Shorter ones are words of every text, and name nobody. */
const SHORTEST = 3

/** A name of a person or a machine, wherever it stands as a word. */
export function withoutName(text: string, name: string, instead: string): string {
  const isInWord = (at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at))
  return name.length < SHORTEST ? text : text.replaceAll(name, (found: string, at: number) => (isInWord(at - 1) || isInWord(at + found.length) ? found : instead))
}
