/** What differs between two texts of a configuration file, key by key, without a secret in it. */
import type { ConfigKey } from '../facts'
import type { DiffLine } from '../views'
import { readConfig, type Entry } from './entries'
import { userInfo } from './address'

interface ConfigText { readonly path: string; readonly text: string }
type Digest = (text: string) => string

/** Stands for a value that is not shown. */
export const HIDDEN = '••••••••'
const NOTE = 'value hidden'
// A shorter secret would stand in other values by chance.
const SHORTEST_SECRET = 6

/** The keys of a file with the digests of their values; null when its format is not known. */
export function configKeys(path: string, text: string, digest: Digest): readonly ConfigKey[] | null {
  return readConfig(path, text).entries?.map(({ key, value, type, secret }) => ({ key, type, digest: digest(value), secret })) ?? null
}

/** `away` is today's value, `back` the one after; null = the file is absent. `masked` counts the keys whose value is hidden. */
export function diffConfig(today: ConfigText | null, then: ConfigText | null, digest: Digest): { readonly lines: readonly DiffLine[]; readonly masked: number } {
  const [now, after] = [entriesOf(today), entriesOf(then)]
  if ((today?.text ?? null) === (then?.text ?? null)) return { lines: [], masked: 0 }
  const name = (today ?? then)?.path ?? ''
  if (now === null || after === null) return { lines: [whole(name, today, then, 'content differs')], masked: 0 }
  const hidden = hiddenKeys([...now.values(), ...after.values()])
  const keys = [...new Set([...after.keys(), ...now.keys()])].filter((key) => !same(now.get(key), after.get(key), digest))
  const lines = keys.flatMap((key) => linesOf(now.get(key), after.get(key), hidden.has(key)))
  if (lines.length === 0) return { lines: [whole(name, today, then, 'only comments, order or layout differ')], masked: 0 }
  return { lines, masked: keys.filter((key) => hidden.has(key)).length }
}

function entriesOf(file: ConfigText | null): ReadonlyMap<string, Entry> | null {
  if (file === null) return new Map()
  const { entries } = readConfig(file.path, file.text)
  return entries === null ? null : new Map(entries.map((entry) => [entry.key, entry]))
}

function whole(name: string, today: ConfigText | null, then: ConfigText | null, otherwise: string): DiffLine {
  if (today === null) return { kind: 'back', name, value: '', note: 'the file is absent today' }
  return { kind: then === null ? 'away' : 'back', name, value: '', note: then === null ? 'the file is absent in the target' : otherwise }
}

const same = (now: Entry | undefined, after: Entry | undefined, digest: Digest): boolean =>
  now !== undefined && after !== undefined && now.type === after.type && digest(now.value) === digest(after.value)

function linesOf(now: Entry | undefined, after: Entry | undefined, hide: boolean): readonly DiffLine[] {
  const line = (kind: DiffLine['kind'], entry: Entry, alone: string): DiffLine =>
    ({ kind, name: entry.key, value: hide ? HIDDEN : entry.value, note: [alone, hide ? NOTE : ''].filter((part) => part !== '').join(', ') })
  return [
    ...(now === undefined ? [] : [line('away', now, after === undefined ? 'not set in the target' : '')]),
    ...(after === undefined ? [] : [line('back', after, now === undefined ? 'not set today' : '')])
  ]
}

/** Keys of secrets on either side, and of values that hold such a secret inside. */
function hiddenKeys(entries: readonly Entry[]): ReadonlySet<string> {
  const keys = new Set(entries.filter((entry) => entry.secret).map((entry) => entry.key))
  const values = [...new Set(entries.filter((entry) => keys.has(entry.key)).flatMap(secretsIn))].filter((value) => value.length >= SHORTEST_SECRET)
  return new Set(entries.filter((entry) => keys.has(entry.key) || values.some((value) => entry.value.includes(value))).map((entry) => entry.key))
}

function secretsIn(entry: Entry): readonly string[] {
  const info = userInfo(entry.value)
  return info === null ? [entry.value] : [entry.value, info.slice(info.indexOf(':') + 1)]
}
