/** Credentials that changed since the target, and the target's text with today's in place. */
import { hasPassword, userInfo, withUserInfo } from './address'
import { readConfig, type Entry } from './entries'
import { isSecretValue } from './secret'
import { isSecretKey } from './secret-name'
import { candidates, rewritten } from './splice'

/** Keys of credentials that both texts have with different values. Of an address only `user:password` counts. */
export function credentialsThatDiffer(path: string, todayText: string, thenText: string): readonly string[] {
  const today = byKey(path, todayText)
  return [...byKey(path, thenText).values()].flatMap((then) => {
    const now = today.get(then.key)
    return now !== undefined && isCredential(now, then) && differs(now, then) ? [then.key] : []
  })
}

const byKey = (path: string, text: string): ReadonlyMap<string, Entry> => new Map((readConfig(path, text).entries ?? []).map((entry) => [entry.key, entry]))

/** Of a list that holds one somewhere the whole list counts. */
const isCredential = (now: Entry, then: Entry): boolean =>
  (isSecretKey(then.key) && (now.secret || then.secret)) || (now.type === 'list' && then.type === 'list' && now.secret && then.secret) || (isText(now) && isText(then) && isSecretValue(now.value) && isSecretValue(then.value))

const isText = (entry: Entry): boolean => entry.type === 'string'

const areAddresses = (now: Entry, then: Entry): boolean => isText(now) && isText(then) && hasPassword(now.value) && hasPassword(then.value)

const differs = (now: Entry, then: Entry): boolean =>
  areAddresses(now, then) ? userInfo(now.value) !== userInfo(then.value) : now.value !== then.value || now.type !== then.type

/**
 * The target's text with today's value of these keys; everything else stays byte for byte. Of an address with a
 * password only `user:password` is today's. Keys that are not in both texts are left alone.
 */
export function mergeCredentials(path: string, targetText: string, todayText: string, keys: readonly string[]): string {
  return [...new Set(keys)].reduce((text, key) => mergeOne(path, text, todayText, key), targetText)
}

function mergeOne(path: string, text: string, todayText: string, key: string): string {
  const { format, entries } = readConfig(path, text)
  const target = entries?.find((entry) => entry.key === key)
  const now = byKey(path, todayText).get(key)
  if (entries === null || target === undefined || now === undefined || !differs(now, target)) return text
  const wanted = areAddresses(now, target) ? { ...target, value: withUserInfo(target.value, userInfo(now.value) ?? '') ?? now.value } : now
  const tried = [...candidates(format, text, target, todayText, now, wanted)].flatMap((write) => rewritten(write))
  // As it should be: this key changed and no other. An anchor that others refer to changes with them.
  return tried.find((result) => holds(path, result, entries, wanted, true)) ?? tried.find((result) => holds(path, result, entries, wanted, false)) ?? text
}

function holds(path: string, result: string, before: readonly Entry[], wanted: Entry, others: boolean): boolean {
  const after = byKey(path, result)
  const same = (entry: Entry): boolean => after.get(entry.key)?.value === entry.value && after.get(entry.key)?.type === entry.type
  return same(wanted) && after.size === before.length && (!others || before.every((entry) => entry.key === wanted.key || same(entry)))
}
