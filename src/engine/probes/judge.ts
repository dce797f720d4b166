/** Is this answer a good one, and which version does it name? Pure. */
import { provesVersion, type Probe } from '../../domain/definition'

export interface Answer {
  readonly status: number
  readonly body: string
  /** The answer was longer than what is read of one. */
  readonly cut: boolean
}
export interface Judged { readonly ok: boolean; readonly message: string; readonly version: string | null }

const VERSION = '${version}'

export function judge(probe: Probe, version: string | null, answer: Answer): Judged {
  if (answer.status !== probe.status) return { ok: false, message: `answers ${answer.status}, expected ${probe.status}`, version: null }
  const judged = [...(probe.json ? judgeJson(probe.json, version, answer) : []), ...(probe.text === null ? [] : [judgeText(probe.text, version, answer)])]
  const read = judged.find((one) => one.version !== null)?.version ?? null
  const bad = judged.find((one) => !one.ok)
  return bad ? { ...bad, version: read } : { ok: true, message: read === null ? String(answer.status) : `${answer.status}, ${read}`, version: read }
}

function judgeJson(wanted: Readonly<Record<string, string>>, version: string | null, answer: Answer): readonly Judged[] {
  const parsed = parse(answer.body)
  if (parsed === undefined) return [{ ok: false, message: answer.cut ? 'answers more than 64 KB' : 'answers something that is not JSON', version: null }]
  return Object.entries(wanted).map(([path, expected]) => judgeValue(path, expected, version, valueAt(parsed, path)))
}

function judgeValue(path: string, expected: string, version: string | null, value: unknown): Judged {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
  if (text === null) return { ok: false, message: `has no value at ${path}`, version: null }
  const found = extract(expected, text)
  if (expected.includes(VERSION) && version === null) return found === null ? { ok: false, message: `has ${quoted(text)} at ${path}`, version: null } : { ok: true, message: found, version: found }
  const filled = expected.replaceAll(VERSION, version ?? '')
  if (text === filled) return { ok: true, message: text, version: found }
  return { ok: false, message: `has ${quoted(text)} at ${path}, expected ${quoted(filled)}`, version: found }
}

function judgeText(expected: string, version: string | null, answer: Answer): Judged {
  const found = expected.includes(VERSION) ? extractToken(expected, answer.body) : null
  if (expected.includes(VERSION) && version === null) return found === null ? { ok: false, message: 'names no version', version: null } : { ok: true, message: found, version: found }
  const filled = expected.replaceAll(VERSION, version ?? '')
  if (token(escape(filled)).test(answer.body)) return { ok: true, message: filled, version: expected.includes(VERSION) ? version : null }
  return { ok: false, message: found === null ? `does not hold ${quoted(filled)}` : `holds ${quoted(found)}, expected ${quoted(filled)}`, version: found }
}

/** `v1.1.0` is not in `v1.1.0-rc1`, nor `1.1.0` in `v1.1.0`; a full stop ends a token when nothing of one follows it. */
const token = (pattern: string): RegExp => new RegExp(`(?<![\\w.+-])(?:${pattern})(?![\\w+-]|\\.\\w)`)
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The version in a whole value: `shop ${version}` in `shop v1.1.0`. */
function extract(expected: string, text: string): string | null {
  if (!expected.includes(VERSION)) return null
  return new RegExp(`^${expected.split(VERSION).map(escape).join('(\\S+)')}$`).exec(text)?.[1] ?? null
}

/** The version among others: of the pattern `${version}` alone only what looks like one. */
function extractToken(expected: string, text: string): string | null {
  const part = expected === VERSION ? '(v?\\d+(?:\\.\\d+)+[\\w.+-]*\\w|v?\\d+(?:\\.\\d+)+)' : '([\\w.+-]*\\w)'
  return token(expected.split(VERSION).map(escape).join(part)).exec(text)?.[1] ?? null
}

/** Own keys only, along a path with dots; a key that holds dots itself is looked for whole first. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path]
  const dot = path.indexOf('.')
  const first = path.slice(0, dot)
  return dot < 0 || !Object.hasOwn(value, first) ? undefined : valueAt((value as Record<string, unknown>)[first], path.slice(dot + 1))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`

/** Does its answer name another version than the one that should serve? */
export const namesAnother = (probe: Probe, version: string, read: string | null): boolean => provesVersion(probe) && read !== null && read !== version
