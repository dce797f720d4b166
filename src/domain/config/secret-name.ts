/** Does a name say that what it stands for is a secret? */

const SECRET_WORDS = new Set(['password', 'passwords', 'passwd', 'passphrase', 'passphrases', 'passcode', 'pwd', 'secret', 'secrets', 'token', 'tokens', 'credential', 'credentials', 'apikey', 'apikeys', 'bearer', 'salt', 'pepper', 'privatekey', 'secretkey', 'accesskey'])
const SECRET_LAST = new Set(['pass', 'auth', 'pw', 'pat', 'hmac', 'dsn'])
const PLAIN_KEYS = new Set(['public', 'primary', 'foreign', 'sort', 'partition', 'cache', 'routing', 'hot', 'idempotency', 'index', 'lookup', 'authorized', 'unique', 'shortcut', 'translation', 'object', 'parameter', 'option'])
// `TOKEN_TTL`, `PASSWORD_MIN_LENGTH`, `SECRET_NAME`: about a secret, none themselves.
const ABOUT = new Set(['ttl', 'expiry', 'expires', 'expiration', 'length', 'limit', 'limits', 'count', 'timeout', 'size', 'max', 'min', 'url', 'uri', 'endpoint', 'name', 'file', 'path', 'enabled', 'required', 'algorithm', 'rotation', 'days', 'hours', 'minutes', 'seconds', 'policy', 'header', 'issuer', 'type', 'mode', 'ms', 'dir', 'directory', 'folder', 'command', 'cmd', 'sock', 'socket', 'helper', 'manager', 'tool', 'store', 'service', 'provider', 'prompt', 'label', 'placeholder', 'host', 'port', 'ref', 'refs'])

// Written together (`PGPASSWORD`, `authtoken`): no other word ends like this.
const TOGETHER = /(?:passwords?|passwd|passphrases?|passcode|pwd|secrets?|tokens?|credentials?|(?:api|private|secret|access|encryption|signing|master|session|shared|account|license)keys?|dsn|hmac)$/
const PASS = /.(?:pass|pw)$/
/** Words that end as `DBPASS` does, and the folder that a shell stood in before. */
const NO_PASS = /(?:^|ask|by|com|tres|sur|over|under|low|high|band|all|multi|single|render|sub|pre|im|one|two|first|second|last|next)pass$/
const NO_SECRET = /^(?:max|min|num|non|un)|^oldpwd$/
/** Endings that other words have too (`monkey`, `basalt`), behind what makes them a secret. */
const OWNED = /^(?:db|database|redis|smtp|mail|email|mysql|pg|postgres|mongo|ldap|ssh|gpg|pgp|tls|ssl|rsa|aes|jwt|app|auth|client|server|service|admin|root|user|deploy|crypt|encrypt|hash|password|stripe|sendgrid|aws|gcp|azure|github|gitlab|gh|npm|docker|registry|proxy|http|basic|master|consumer|webhook|cookie|token)(?:key|keys|auth|pat|salt)$/
/** One word, written as two (`passWord`, `pass_phrase`). */
const HALVES = new Set(['word', 'words', 'wd', 'phrase', 'code'])

// Every name of a secret holds one of these: most text holds none, and is not taken apart.
const HINT = /pass|pwd|pw|secret|token|credential|key|bearer|salt|pepper|auth|pat|hmac|dsn/iu

/** False when no part of the text can be the name of a secret. */
export const mayNameSecret = (text: string): boolean => HINT.test(text)

/** Does the key's name say that its value is a secret (`PAYMENT_API_KEY`, `PGPASSWORD`, `smtp.password`)? Judged by its last part, and by what it stands in (`secrets.stripe`). */
export function isSecretKey(key: string): boolean {
  if (!mayNameSecret(key)) return false
  const words = lastWords(key)
  const last = words.at(-1) ?? ''
  if (isAbout(words)) return false
  if (SECRET_LAST.has(last) || holdsSecret(words)) return true
  if (key.includes('.') && key.split('.').map(wordsOf).some((part) => holdsSecret(part) && !isAbout(part))) return true
  return (last === 'key' || last === 'keys') && words.length > 1 && !PLAIN_KEYS.has(words.at(-2) ?? '')
}

const isAbout = (words: readonly string[]): boolean => ABOUT.has(words.at(-1) ?? '') || words[0] === 'max' || words[0] === 'min'

const holdsSecret = (words: readonly string[]): boolean =>
  words.some((word, at) => SECRET_WORDS.has(word) || isTogether(word) || (word === 'pass' && HALVES.has(words[at + 1] ?? '')))

const isTogether = (word: string): boolean =>
  !NO_SECRET.test(word) && (TOGETHER.test(word) || OWNED.test(word) || (PASS.test(word) && !NO_PASS.test(word)))

/** Words of the last part of a key path, and of the part before a list's number: `db.apiKeys.0` → api, keys. */
const lastWords = (key: string): readonly string[] => wordsOf(key.split('.').findLast((segment) => !/^\d+$/.test(segment)) ?? key)

const wordsOf = (part: string): readonly string[] =>
  part.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').map((word) => word.replace(/\d+$/, ''))

const HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i

/** Is it a header whose whole value is a secret? */
export const isSecretHeader = (name: string): boolean => HEADER.test(name)

// A program prints the same names again and again.
const judged = new Map<string, boolean>()
const MOST = 2000

/** Does the name of a variable, an option or a header say that its value is a secret? */
export function isSecretName(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const is = isSecretHeader(name) || isSecretKey(name.replace(/^-+/, ''))
  if (judged.size >= MOST) judged.clear()
  if (name.length <= 100) judged.set(name, is)
  return is
}
