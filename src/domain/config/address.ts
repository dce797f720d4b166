/** Passwords in addresses (`postgres://user:password@host`), also those that should have been encoded. */

// Bounded, so that a long text without one is read in linear time. A port is no password.
const HEAD = /:\/\/([^\s:@/"'<>`]{0,200}):(?!\d{1,5}(?:[/?#,;)\]\s"'<>`]|$))/g
const WORD = /[^\s"'<>`]{1,2000}/y
// A name alone that is long enough to be a token.
const TOKEN = /:\/\/[^\s/@:"'<>`]{20,500}(?=@)/g

export interface Place { readonly start: number; readonly end: number }
interface Password extends Place {
  /** Where the user before it begins. */
  readonly user: number
}

/** Does it only name where the value is (`$NAME`, `${NAME}`)? */
export const isReference = (value: string): boolean => /^\$(\w+|\{\w+\})$/.test(value)

/** Where passwords stand in a text, in order. One that holds an @, a / or a ? reaches to the last @ that can end it. */
export function* passwordsIn(text: string): Generator<Password> {
  if (!text.includes('://') || !text.includes('@')) return
  for (const found of text.matchAll(HEAD)) {
    const start = found.index + found[0].length
    WORD.lastIndex = start
    const end = start + lengthOf(WORD.exec(text)?.[0] ?? '')
    if (end > start && !isReference(text.slice(start, end))) yield { user: found.index + 3, start, end }
  }
}

function lengthOf(word: string): number {
  const authority = word.split(/[?#]/, 1)[0] ?? ''
  const whole = authority.includes('@') ? authority : word
  // `https://u:p@host/@scope/package`: an @ that begins a part of the path ends no password.
  const last = /^[^]*[^/](?=@)/.exec(whole)?.[0].length
  return last ?? Math.max(0, whole.lastIndexOf('@'))
}

/** The text with `instead` in the place of passwords in addresses, and of tokens that stand there as a user. */
export function maskAddresses(text: string, instead: string): string {
  let masked = ''
  let done = 0
  for (const { start, end } of passwordsIn(text)) {
    if (start < done) continue
    masked += text.slice(done, start) + instead
    done = end
  }
  const rest = masked + text.slice(done)
  return rest.includes('://') ? rest.replace(TOKEN, `://${instead}`) : rest
}

export const holdsToken = (value: string): boolean => value.search(TOKEN) !== -1

const first = (value: string): Password | null => passwordsIn(value).next().value ?? null

/** `user:password` of an address, as it is written; null when there is no password in it, or only a `$NAME`. */
export function userInfo(value: string): string | null {
  const found = first(value)
  return found && value.slice(found.user, found.end)
}

export const hasPassword = (value: string): boolean => first(value) !== null

// What stands before an @ of an address that holds no password, and a host.
const ACCOUNT = /([a-z][a-z\d+.-]{0,50}):\/\/(?:([^\s/?#@"'<>`]{0,500})@)?(?=[^\s/?#@"'<>`])/i

interface Account extends Place {
  readonly scheme: string
  /** Behind it: the @ is not a part of it. */
  readonly host: number
}

function accountIn(value: string): Account | null {
  const found = ACCOUNT.exec(value)
  const password = first(value)
  if (found === null || (password !== null && password.user < found.index)) return null
  const scheme = (found[1] ?? '').toLowerCase()
  const start = found.index + scheme.length + 3
  const end = password?.end ?? start + (found[2]?.length ?? 0)
  return { scheme, start, end, host: value[end] === '@' ? end + 1 : end }
}

/** What an address says before its @: a user, perhaps with a password; empty when there is no @. Null for what is no address. */
export function accountOf(value: string): string | null {
  const found = accountIn(value)
  return found && value.slice(found.start, found.end)
}

/** The address with another account before its host, or with none. Null for what is no address. */
export function withAccount(value: string, account: string): string | null {
  const found = accountIn(value)
  return found && value.slice(0, found.start) + account + (account === '' ? '' : '@') + value.slice(found.host)
}

/** Are both addresses of one kind (`postgres://`, `postgresql://`), with one password between them at least and no second one in either? */
export function differByAccount(one: string, other: string): boolean {
  const [first = null, second = null] = [one, other].map(accountIn)
  const passwords = [one, other].map((value) => [...passwordsIn(value)].length)
  if (first === null || second === null || Math.max(...passwords) !== 1) return false
  return passwords.every((count) => count === 1) || first.scheme.startsWith(second.scheme) || second.scheme.startsWith(first.scheme)
}
