/** The password of an entry of a `.netrc` file (`machine h login u password p`), in one line or over several. */

const BLANK = String.raw`(?:\s|\\{1,4}[nrt]){1,9}`
const TEXT = String.raw`[^\s"'\\]{1,200}`
const ENTRY = String.raw`(?:machine${BLANK}${TEXT}|default(?=${BLANK}login))(?:${BLANK}(?:login|account)${BLANK}${TEXT}){0,3}`
/** What stands before it, up to it. */
export const NETRC = String.raw`(${ENTRY}${BLANK}password${BLANK})`
const OPEN = new RegExp(String.raw`(?:^|\s)(${ENTRY})\s*$`, 'i')
const VALUE = /(?:[^\s\\]|\\(?![nrt]))+/y

export function lengthOfNetrc(text: string, at: number): number {
  VALUE.lastIndex = at
  return VALUE.exec(text)?.[0].length ?? 0
}

/** The entry that a text ends in before its password; null when it does not. */
export const openEntry = (text: string): string | null => (/machine|default/i.test(text) ? (OPEN.exec(text.slice(-900))?.[1] ?? null) : null)
