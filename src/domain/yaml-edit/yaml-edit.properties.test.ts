import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../project/document'
import { applyEdits, changed, sameValue, type Edit, type Value } from '.'
import { anyKey, anyValue, written, type Written } from './testing/written'
import type { Path, TextChange } from './types'

const RUNS = { numRuns: 150 }
const read = (text: string): unknown => readYaml(text).value
type Fields = Readonly<Record<string, Value>>
const isFields = (value: Value | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every path in a value, the collections themselves included. */
function pathsIn(value: Value, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  const entries: readonly (readonly [string | number, Value])[] = Array.isArray(value) ? (value as Value[]).map((item, index) => [index, item] as const) : Object.entries(value as Fields)
  return entries.flatMap(([part, inside]) => [[...path, part], ...pathsIn(inside, [...path, part])])
}
const at = (value: Value, path: Path): Value | undefined => path.reduce<Value | undefined>((inside, part) => (Array.isArray(inside) ? (inside as Value[])[part as number] : isFields(inside) && Object.hasOwn(inside, part) ? inside[part] : undefined), value)

/** The same value with another in this place; undefined removes it. */
function withChange(value: Value, path: Path, change: (members: (readonly [string, Value])[] | Value[], index: number) => void): Value {
  const [part, ...rest] = path
  if (Array.isArray(value)) {
    const list = [...(value as Value[])]
    if (rest.length === 0) change(list, part as number)
    else list[part as number] = withChange(list[part as number] ?? null, rest, change)
    return list
  }
  const pairs = Object.entries(value as Fields)
  const index = pairs.findIndex(([key]) => key === part)
  if (rest.length === 0) change(pairs, index)
  else pairs[index] = [String(part), withChange(pairs[index]?.[1] ?? null, rest, change)]
  return Object.fromEntries(pairs)
}

function edited(text: string, edit: Edit): { readonly text: string; readonly steps: readonly (readonly TextChange[])[] } {
  const result = applyEdits(text, [edit])
  if (!result.ok) throw new Error(`refused: ${result.reason}\n${JSON.stringify(edit)}\n${text}`)
  return result
}

/** Takes the steps back, one by one. */
function undone(text: string, after: string, steps: readonly (readonly TextChange[])[]): string {
  const before: string[] = [text]
  for (const step of steps) before.push(changed(before.at(-1) ?? '', step))
  expect(before.at(-1)).toBe(after)
  return steps.reduceRight((now, step, index) => {
    const sorted = [...step].sort((a, b) => a.from - b.from)
    let moved = 0
    const back = sorted.map(({ from, to, insert }): TextChange => {
      const start = from + moved
      moved += insert.length - (to - from)
      return { from: start, to: start + insert.length, insert: (before[index] ?? '').slice(from, to) }
    })
    return changed(now, back)
  }, after)
}

const comments = (text: string): readonly string[] => [...text.matchAll(/#c\d+\./g)].map(([comment]) => comment).sort()
const pick = <T>(list: readonly T[], by: number): T | undefined => list[by % Math.max(1, list.length)]

/** What holds after every edit. */
function expectEdited({ text }: Written, edit: Edit, wanted: Value): string {
  const { text: after, steps } = edited(text, edit)
  expect(read(after)).toEqual(wanted)
  if (!sameValue(read(after), wanted)) throw new Error(`another order\n${text}\n=>\n${after}`)
  expect(undone(text, after, steps)).toBe(text)
  if (!/(^|[^\r])\n/.test(text) && text.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/)
  expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'))
  return after
}

describe('an edit comes to exactly the value that was meant, and nothing else changes', () => {
  it('what is written is what is read', () => fc.assert(fc.property(written, ({ text, value }) => {
    expect(read(text)).toEqual(value)
  }), RUNS))
  it('another value in the place of one', () => fc.assert(fc.property(written, fc.nat(), anyValue, (source, by, value) => {
    const path = pick(pathsIn(source.value), by)
    if (path === undefined) return
    const old = at(source.value, path)
    const after = expectEdited(source, { kind: 'set', path, value }, withChange(source.value, path, (members, index) => (members[index] = Array.isArray(at(source.value, path.slice(0, -1))) ? value : [String(path.at(-1)), value])))
    const simple = (one: Value | undefined): boolean => typeof one !== 'object' && !String(one).includes('\n')
    if (!simple(old) || !simple(value)) return
    expect(comments(after)).toEqual(comments(source.text))
    expect(after.split('\n')).toHaveLength(source.text.split('\n').length)
  }), RUNS))
  it('a new key', () => fc.assert(fc.property(written, fc.nat(), anyKey, anyValue, fc.boolean(), (source, by, key, value, open) => {
    const maps = [[], ...pathsIn(source.value)].filter((path) => isFields(at(source.value, path)) && !Object.hasOwn(at(source.value, path) as Fields, key))
    const path = pick(maps, by)
    if (path === undefined) return
    const after = expectEdited(source, { kind: 'set', path: [...path, key], value, open }, withChange(source.value, [...path, key], (members) => (members as (readonly [string, Value])[]).push([key, value])))
    expect(comments(after)).toEqual(comments(source.text))
  }), RUNS))
  it('a new entry of a list', () => fc.assert(fc.property(written, fc.nat(), fc.nat(), anyValue, (source, by, where, value) => {
    const path = pick(pathsIn(source.value).filter((one) => Array.isArray(at(source.value, one))), by)
    if (path === undefined) return
    const index = where % ((at(source.value, path) as Value[]).length + 1)
    const after = expectEdited(source, { kind: 'insert', path, index, value }, withChange(source.value, [...path, index], (members) => (members as Value[]).splice(index, 0, value)))
    expect(comments(after)).toEqual(comments(source.text))
  }), RUNS))
  it('one that is removed', () => fc.assert(fc.property(written, fc.nat(), (source, by) => {
    const path = pick(pathsIn(source.value), by)
    if (path === undefined) return
    const after = expectEdited(source, { kind: 'remove', path }, withChange(source.value, path, (members, index) => members.splice(index, 1)))
    const value = at(source.value, path)
    if (typeof value !== 'object' && typeof path.at(-1) === 'string') expect(comments(source.text).length - comments(after).length).toBeLessThanOrEqual(1)
  }), RUNS))
  it('one that moves among its siblings', () => fc.assert(fc.property(written, fc.nat(), fc.nat(), (source, by, where) => {
    const path = pick(pathsIn(source.value), by)
    if (path === undefined) return
    const to = where % Object.keys(at(source.value, path.slice(0, -1)) as object).length
    const after = expectEdited(source, { kind: 'move', path, to }, withChange(source.value, path, (members, index) => (members as unknown[]).splice(to, 0, ...members.splice(index, 1))))
    expect(comments(after)).toEqual(comments(source.text))
  }), RUNS))
  it('one that gets another name', () => fc.assert(fc.property(written, fc.nat(), anyKey, (source, by, to) => {
    const path = pick(pathsIn(source.value).filter((one) => typeof one.at(-1) === 'string' && !Object.hasOwn(at(source.value, one.slice(0, -1)) as Fields, to)), by)
    if (path === undefined) return
    const after = expectEdited(source, { kind: 'rename', path, to }, withChange(source.value, path, (members, index) => (members[index] = [to, (members[index] as readonly [string, Value])[1]])))
    expect(comments(after)).toEqual(comments(source.text))
    expect(after.split('\n')).toHaveLength(source.text.split('\n').length)
  }), RUNS))
})

describe('whatever the text and the edit', () => {
  const anyPath = fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.integer({ min: -2, max: 5 }), fc.constantFrom('__proto__', '<<', 'a', 'b')), { maxLength: 4 })
  const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), path: anyPath, value: anyValue, open: fc.boolean() }), fc.record({ kind: fc.constant('remove' as const), path: anyPath }),
    fc.record({ kind: fc.constant('rename' as const), path: anyPath, to: fc.string() }), fc.record({ kind: fc.constant('move' as const), path: anyPath, to: fc.integer({ min: -2, max: 9 }) }),
    fc.record({ kind: fc.constant('insert' as const), path: anyPath, index: fc.integer({ min: -2, max: 9 }), value: anyValue })
  )
  const pieces = fc.array(fc.constantFrom('a:', 'b:', ' ', '  ', '\n', '\r\n', '- ', '{', '}', '[', ']', ',', '&a ', '*a', '<<: *a', '# c', '"', "'", '|', '>', '? ', ': ', '---\n', '...\n', '!!str ', '1', 'x', '\t', '\ufeff', '%TAG'), { maxLength: 25 }).map((parts) => parts.join(''))
  const text = fc.oneof(pieces, fc.string({ maxLength: 40 }), fc.string({ maxLength: 20, unit: 'binary' }), written.map((one) => one.text))
  it('it never throws, and what it gives is YAML again', () => fc.assert(fc.property(text, anyEdit, (source, edit) => {
    const result = applyEdits(source, [edit])
    if (!result.ok) expect(result.reason).toMatch(/\.$/)
    if (!result.ok) return
    expect(readYaml(result.text).document).not.toBe(null)
    expect(undone(source, result.text, result.steps)).toBe(source)
  }), { numRuns: 600 }))
})
