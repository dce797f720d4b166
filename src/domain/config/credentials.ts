/** Credentials that changed since the target, and the target's text with today's in place. */
import { accountOf, differByAccount, withAccount } from './address'
import { readConfig, type Entry } from './entries'
import { isSecretValue } from './secret'
import { candidates, rewritten } from './splice'

/**
 * Keys of credentials, as the target calls them, that both texts have with different values. Of an address only what stands before its @
 * counts, also where only one of the two has a password there.
 */
export function credentialsThatDiffer(path: string, todayText: string, thenText: string): readonly string[] {
  const [today, then] = [byKey(path, todayText), byKey(path, thenText)]
  return [...then.values()].flatMap((entry) => {
    const now = counterpart(entry.key, today, then)
    return now !== undefined && isCredential(now, entry) && differs(now, entry) ? [entry.key] : []
  })
}

type Entries = ReadonlyMap<string, Entry>

const byKey = (path: string, text: string): Entries => new Map((readConfig(path, text).entries ?? []).map((entry) => [entry.key, entry]))

/** Today's entry of that key, else the only one that is called so but for capital letters and is not called so exactly in the target. */
function counterpart(key: string, today: Entries, then: Entries): Entry | undefined {
  const exact = today.get(key)
  if (exact !== undefined) return exact
  const others = [...today.values()].filter((entry) => entry.key.toLowerCase() === key.toLowerCase() && !then.has(entry.key))
  return others.length === 1 ? others[0] : undefined
}

/** Of a list that holds one somewhere the whole list counts. */
const isCredential = (now: Entry, then: Entry): boolean =>
  (then.named && (now.secret || then.secret)) || (now.type === 'list' && then.type === 'list' && now.secret && then.secret) || areAddresses(now, then) || (isText(now) && isText(then) && isSecretValue(now.value) && isSecretValue(then.value))

const isText = (entry: Entry): boolean => entry.type === 'string'

const areAddresses = (now: Entry, then: Entry): boolean => isText(now) && isText(then) && differByAccount(now.value, then.value)

const differs = (now: Entry, then: Entry): boolean =>
  areAddresses(now, then) ? accountOf(now.value) !== accountOf(then.value) : now.value !== then.value || now.type !== then.type

/**
 * The target's text with today's value of these keys; everything else stays byte for byte. Of an address with a
 * password only what stands before its @ is today's. Keys that are not in both texts are left alone.
 */
export function mergeCredentials(path: string, targetText: string, todayText: string, keys: readonly string[]): string {
  return [...new Set(keys)].reduce((text, key) => mergeOne(path, text, todayText, key), targetText)
}

function mergeOne(path: string, text: string, todayText: string, key: string): string {
  const { format, entries } = readConfig(path, text)
  const target = entries?.find((entry) => entry.key === key)
  const now = counterpart(key, byKey(path, todayText), byKey(path, text))
  if (entries === null || target === undefined || now === undefined || !differs(now, target)) return text
  const isAddress = areAddresses(now, target)
  const wanted = { ...target, value: isAddress ? (withAccount(target.value, accountOf(now.value) ?? '') ?? now.value) : now.value, type: isAddress ? target.type : now.type }
  const tried = [...candidates(format, text, target, todayText, now, wanted, isAddress)].flatMap((write) => rewritten(write))
  // As it should be: this key changed and no other. An anchor that others refer to changes with them.
  return tried.find((result) => holds(path, result, entries, wanted, true)) ?? tried.find((result) => holds(path, result, entries, wanted, false)) ?? text
}

function holds(path: string, result: string, before: readonly Entry[], wanted: Entry, others: boolean): boolean {
  const after = byKey(path, result)
  const same = (entry: Entry): boolean => after.get(entry.key)?.value === entry.value && after.get(entry.key)?.type === entry.type
  return same(wanted) && after.size === before.length && (!others || before.every((entry) => entry.key === wanted.key || same(entry)))
}
