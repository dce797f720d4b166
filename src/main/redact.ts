/** Masks secrets in what the app writes about itself: its log and its diagnostics. By the key's name and by the value's form. */

export const HIDDEN = '••••••••'

const KEY = /pass(?:word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|authorization|cookie/i
const KEY_AND_VALUE = new RegExp(`([\\w.-]*(?:${KEY.source})[\\w.-]*["']?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s,;}&]+)`, 'gi')
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi, `$1${HIDDEN}`],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(@)/gi, `$1${HIDDEN}$2`],
  [/\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g, HIDDEN]
]

/** The text without the secrets that can be told by their form. */
export function redactText(text: string): string {
  const formed = FORMS.reduce((rest, [form, instead]) => rest.replace(form, instead), text)
  return formed.replace(KEY_AND_VALUE, `$1${HIDDEN}`)
}

/** A value to be logged: text redacted, fields with a secret's name hidden, at most six levels deep. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return { name: value.name, message: redactText(value.message), stack: redactText(value.stack ?? '') }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= 6) return '…'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, KEY.test(key) ? HIDDEN : redact(item, depth + 1)]))
}

/** Paths below the home folder begin with ~, so that a report does not name the person. */
export function withoutHome(text: string, home: string): string {
  return home.length > 1 ? text.replaceAll(home, '~') : text
}
