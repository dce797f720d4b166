/** Secret values: read by name, and masked in everything that leaves the engine, also when they come in pieces. */
import { createLineMask, isSecretName, maskLines, passwordsIn } from '../../domain/config'
import { fail } from '../../domain/problem'

export const MASK = '••••••••'
/** Shorter values would blank half of every screen. */
const SHORTEST = 4

/** A private key of age is one wherever it stands. */
const AGE_KEY = /\bAGE-SECRET-KEY-[0-9A-Z-]{10,10000}/gi

/** A switch or a small number behind a suspicious name (`TOKEN_LIMIT=4096`) is no secret, and would be masked everywhere. */
const PLAIN = /^(true|false|yes|no|null|none|default|\d{1,5})$/i

/** The shell's own: the folder that somebody stands in. Masked, no path of a project there could be read any more. */
const FOLDERS = new Set(['PWD', 'OLDPWD'])

/** Masks a stream: what could be the beginning of a secret is held back until more has come. */
export interface SplitMasker {
  /** Masked text that is safe to show. */
  push(chunk: string): string
  /** What was held back, masked. */
  end(): string
}
export interface Secrets {
  /** The value of `$NAME`. Throws `secret-missing`. */
  secret(name: string): string
  /** Masks known values, passwords in addresses, values behind a key that names a secret, and what is one by its form. */
  mask(text: string): string
  /** The same for the lines of one stream in their order: also what goes over several of them. */
  lineMask(): (line: string) => string
  /** Masks known values only: text that is parsed afterwards stays well-formed. */
  maskValues(text: string): string
  splitMasker(): SplitMasker
  /** From now on this value is a secret. */
  learn(value: string): void
}

/** The secrets of one environment: everything in it whose name or URL says so, and what is learned later. */
export function createSecrets(env: NodeJS.ProcessEnv): Secrets {
  const learned = new Set<string>()
  const values = new Set<string>()
  let ordered: readonly string[] = []
  let any: RegExp | null = null
  const learn = (value: string): void => {
    if (learned.has(value)) return
    learned.add(value)
    for (const form of formsOf(value)) if (form.length >= SHORTEST) values.add(form)
    // Longest first: a secret that holds another one is masked whole.
    ordered = [...values].sort((one, other) => other.length - one.length)
    any = ordered.length === 0 ? null : new RegExp(ordered.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'))
  }
  for (const value of secretsOf(env)) learn(value)
  // Most lines hold none, and that is seen in one look.
  const maskValues = (text: string): string => (any?.test(text) ? ordered.reduce((masked, value) => masked.replaceAll(value, MASK), text) : text).replace(AGE_KEY, MASK)
  return {
    learn,
    maskValues,
    mask: (text) => maskLines(maskValues(text), MASK),
    lineMask() {
      const mask = createLineMask(MASK)
      return (line) => mask(maskValues(line))
    },
    splitMasker: () => splitMasker(maskValues, () => ordered),
    secret(name) {
      const value = env[name]
      if (value === undefined || value === '') throw fail('secret-missing', `The environment variable ${name} is not set.`, `Set ${name} in the environment that Backstep is started from.`)
      learn(value)
      return value
    }
  }
}

function* secretsOf(env: NodeJS.ProcessEnv): Generator<string> {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue
    if (isSecretName(name) && !FOLDERS.has(name) && !PLAIN.test(value)) yield value
    for (const { start, end } of passwordsIn(value)) yield value.slice(start, end)
  }
}

/** As it is, line by line, and as programs print it: in a URL, in JSON, in base64. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 8)
  const password = [...passwordsIn(value)].map(({ start, end }) => value.slice(start, end))
  return [value, ...lines, ...password, ...password.map(decoded), encodeURIComponent(wellFormed(value)), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')]
}
const wellFormed = (text: string): string => Buffer.from(text).toString()
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function splitMasker(mask: (text: string) => string, secrets: () => readonly string[]): SplitMasker {
  let held = ''
  return {
    push(chunk) {
      // Whole secrets go first, so that what is held back is only ever the beginning of one.
      const text = mask(held + chunk)
      const keep = unfinished(text, secrets())
      held = text.slice(text.length - keep)
      return text.slice(0, text.length - keep)
    },
    end() {
      const rest = mask(held)
      held = ''
      return rest
    }
  }
}

/** How many characters at the end may be the beginning of a secret. */
function unfinished(text: string, secrets: readonly string[]): number {
  let longest = 0
  for (const secret of secrets)
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length--)
      if (text.endsWith(secret.slice(0, length))) {
        longest = length
        break
      }
  return longest
}
