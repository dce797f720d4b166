/** What is a secret by the shape of its value. */

// Lengths are bounded, so that a long text without a secret is judged in linear time.
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/, /\bAGE-SECRET-KEY-1/, /\beyJ[\w-]{8,2000}\.[\w-]{8,9000}\./, /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(gh[pousr]_|github_pat_)\w{20,}/, /\bglpat-[\w-]{16,}/, /\bxox[abeoprs]-[\w-]{10,}/, /\b[sr]k_(live|test)_\w{10,}/, /\bsk-[\w-]{20,}/,
  /\bAIza[\w-]{30,}/, /\bnpm_\w{30,}/, /\bSG\.[\w-]{16,200}\.[\w-]{16}/, /hooks\.slack\.com\/services\/\w/, /\bBearer\s+[\w.~+/-]{12,}/i,
  /(^|[?&;\s])(password|passwd|pwd|secret|token|api_?key|access_?key|sig)=(?!\$)[^&;\s]{3,}/i
]
// As they stand in any text, each to its end.
const FORMS = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, /\bAGE-SECRET-KEY-1\w*/g, /\beyJ[\w-]{8,2000}\.[\w-]{8,9000}\.[\w-]*/g, /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b(?:gh[pousr]_|github_pat_)\w{20,}/g, /\bglpat-[\w-]{16,}/g, /\bxox[abeoprs]-[\w-]{10,}/g, /\b[sr]k_(?:live|test)_\w{10,}/g, /\bsk-[\w-]{20,}/g, /\bAIza[\w-]{30,}/g, /\bnpm_\w{30,}/g,
  /\bSG\.[\w-]{16,200}\.[\w-]{16,}/g, /hooks\.slack\.com\/services\/[\w/]+/g
]

/** The text with `instead` in the place of every secret that can be told by its form. */
export const maskForms = (text: string, instead: string): string => FORMS.reduce((masked, form) => masked.replace(form, instead), text)

// The part before the last @ of an address; a password may hold an @ or a / that should have been encoded.
const ADDRESS = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#"'<>]*)@/i
const SLOPPY = /:\/\/[^\s:@/]*:(?!\d+(?:[/?#]|$))(?!\$)[^\s@]{1,500}@/

/** Is it a secret by its shape: a private key, a known kind of token, an address with a password? */
export const isSecretValue = (value: string): boolean =>
  hasPassword(value) || SLOPPY.test(value) || /:\/\/[^\s/@:]{20,}@/.test(value) || SHAPES.some((shape) => shape.test(value))

/** `user:password` of an address, as it is written; null when there is no password in it, or only a `$NAME`. */
export function userInfo(value: string): string | null {
  const info = ADDRESS.exec(value)?.[2] ?? null
  const password = info === null || !info.includes(':') ? '' : info.slice(info.indexOf(':') + 1)
  return password === '' || isReference(password) ? null : info
}

export const hasPassword = (value: string): boolean => userInfo(value) !== null

/** The address with another `user:password`; null when it holds none to replace. */
export const withUserInfo = (value: string, info: string): string | null =>
  userInfo(value) === null ? null : value.replace(ADDRESS, (_all, scheme: string) => `${scheme}${info}@`)

/** Does it only name where the value is (`$NAME`, `${NAME}`)? */
export const isReference = (value: string): boolean => /^\$(\w+|\{\w+\})$/.test(value)
