/** What is a secret by the shape of its value. */
import { hasPassword, holdsToken } from './address'

// Lengths are bounded, so that a long text without a secret is judged in linear time.
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/, /\bAGE-SECRET-KEY-1/, /\beyJ[\w-]{8,2000}\.[\w-]{8,9000}\./, /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(gh[pousr]_|github_pat_)\w{20,}/, /\bglpat-[\w-]{16,}/, /\bxox[abeoprs]-[\w-]{10,}/, /\b[sr]k_(live|test)_\w{10,}/, /\bsk-[\w-]{20,}/,
  /\bAIza[\w-]{30,}/, /\bnpm_\w{30,}/, /\bSG\.[\w-]{16,200}\.[\w-]{16}/, /hooks\.slack\.com\/services\/\w/, /\bBearer\s+[\w.~+/-]{12,}/i,
  /(^|[?&;\s])(password|passwd|pwd|secret|token|api_?key|access_?key|sig)=(?!\$)[^&;\s]{3,}/i
]
// As they stand in any text, each to its end.
const FORMS = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, /\bAGE-SECRET-KEY-1\w{10,}/g, /\beyJ[\w-]{8,2000}\.[\w-]{8,9000}\.[\w-]*/g, /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\b(?:gh[pousr]_|github_pat_)\w{20,}/g, /\bglpat-[\w-]{16,}/g, /\bxox[abeoprs]-[\w-]{10,}/g, /\b[sr]k_(?:live|test)_\w{10,}/g, /\bsk-[\w-]{20,}/g, /\bAIza[\w-]{30,}/g, /\bnpm_\w{30,}/g,
  /\bSG\.[\w-]{16,200}\.[\w-]{16,}/g, /hooks\.slack\.com\/services\/[\w/]+/g,
  // Not "Bearer authentication", nor "Basic settings": a digit, or base64 in whole groups.
  /(?<=\bBearer[ \t]{1,9})(?=[\w.~+/=-]{0,400}\d)[\w.~+/=-]{12,9000}/gi, /(?<=\b[Bb]asic[ \t]{1,9})(?=[\w+/]{0,400}(?:[\d=]|[a-z][A-Z]))(?:[\w+/]{4}){1,2000}(?:[\w+/]{2}==|[\w+/]{3}=)?(?![\w+/=])/g
]
/** What one of the forms begins with: most text holds none of it. */
const BEGINNING = /-----BEGIN|AGE-SECRET|eyJ|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|[sr]k_|sk-|AIza|npm_|SG\.|hooks\.slack|bearer|basic/i

/** The text with `instead` in the place of every secret that can be told by its form. */
export const maskForms = (text: string, instead: string): string =>
  BEGINNING.test(text) ? FORMS.reduce((masked, form) => masked.replace(form, instead), text) : text

/** Is it a secret by its shape: a private key, a known kind of token, an address with a password? */
export const isSecretValue = (value: string): boolean => hasPassword(value) || holdsToken(value) || SHAPES.some((shape) => shape.test(value))
