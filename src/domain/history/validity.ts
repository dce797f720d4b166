/** Times at which the answer of a list of allowed signers may change: its `valid-after` and `valid-before`. */

const MENTIONED = /valid-/gi
/** ssh-keygen(1), ALLOWED SIGNERS: `YYYYMMDD`, `YYYYMMDDHHMM` or with seconds; a time without `Z` is read as UTC too. */
const WRITTEN = /valid-(?:after|before)="(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?"/gi

/** ssh-keygen takes no time before 1970 or after 9999: what it says then holds for no other time. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000

/**
 * Names the part of time that an instant is in: within one, the list says the same of a key.
 * Null: what the list says of time is not understood here, so that each instant stands alone.
 */
export function partsOfTime(list: string): ((at: string) => string) | null {
  const bounds = [...list.matchAll(WRITTEN)].map(([, year, month, day, hour, minute, second]) => Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)) / 1000)
  if (bounds.length !== (list.match(MENTIONED) ?? []).length) return null
  return (at) => {
    // ssh-keygen is asked with whole seconds; without a time it takes the present one.
    const time = Math.floor(Date.parse(at) / 1000)
    if (Number.isNaN(time)) return 'now'
    return time <= 0 || time > LAST ? at : `${bounds.filter((bound) => bound < time).length} ${bounds.filter((bound) => bound <= time).length}`
  }
}
