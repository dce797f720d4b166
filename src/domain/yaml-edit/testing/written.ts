/** Values written as YAML in every way a person may: in lines or brackets, in quotes or without, with comments and empty lines in odd places. */
import fc from 'fast-check'
import type { Value } from '../types'

export interface Written {
  readonly value: Value
  readonly text: string
}
interface Style {
  readonly eol: string
  readonly step: number
  readonly bom: boolean
  readonly endsLine: boolean
  /** Decides about everything else, one after the other. */
  readonly dice: readonly number[]
}

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('web', 'api', 'port', 'node', 'x y', 'ключ', 'مرحبا', '日本', 'a-b', '8080', 'true') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', '<<', 'yes', '~', 'null', '- a', 'a: b', 'a #b', '{x', '[y', '*z', '&w', '!t', '%u', '@v', '"q', "it's", ' lead', 'trail ', '', '\u202eabc', 'a\u200db', 'x:', '...', '---', '🙂') }
)
const scalar = fc.oneof(word, fc.constantFrom<Value>(null, true, false, 0, -1, 1.5, 8080), fc.constantFrom('two\nlines', 'ends\n', ' \n x', 'tab\there', '${version}', '$NAME', 'x'.repeat(150)), fc.string({ maxLength: 6, unit: 'binary' }).map((text) => text.replaceAll('\r', '')))
const key = fc.oneof({ weight: 5, arbitrary: word }, { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 5 }) })

const tree: fc.Arbitrary<Value> = fc.letrec<{ value: Value; map: Value; list: Value }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('map'), tie('list')) as fc.Arbitrary<Value>,
  map: fc.uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 4 }).map((pairs) => ownMap(pairs)),
  list: fc.array(tie('value'), { maxLength: 4 })
})).value
const root = fc.uniqueArray(fc.tuple(key, tree), { selector: ([name]) => name, minLength: 1, maxLength: 4 }).map((pairs) => ownMap(pairs))

// Numbers as keys would be sorted to the front.
const ownMap = (pairs: readonly (readonly [string, Value])[]): Value => Object.fromEntries(pairs.filter(([name]) => !/^\d+$/.test(name)))

const style = fc.record<Style>({ eol: fc.constantFrom('\n', '\r\n'), step: fc.constantFrom(2, 4), bom: fc.boolean(), endsLine: fc.boolean(), dice: fc.array(fc.nat(99), { minLength: 30, maxLength: 30 }) })

export const written: fc.Arbitrary<Written> = fc.tuple(root, style).map(([value, looks]) => ({ value, text: new Printer(looks).print(value) }))
export const anyValue = tree
export const anyKey = key.filter((name) => !/^\d+$/.test(name))

class Printer {
  readonly #style: Style
  #rolled = 0
  #comments = 0
  constructor(looks: Style) {
    this.#style = looks
  }

  print(value: Value): string {
    const { bom, eol, endsLine } = this.#style
    const lines = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0 ? this.#map(value as Readonly<Record<string, Value>>, 0) : [this.#flow(value)]
    const text = lines.join(eol)
    return `${bom ? '\ufeff' : ''}${text}${endsLine || text.endsWith(eol) ? eol : ''}`
  }

  #chance(percent: number): boolean {
    const { dice } = this.#style
    return (dice[this.#rolled++ % dice.length] ?? 0) < percent
  }
  #comment(): string {
    return `#c${this.#comments++}.`
  }
  #above(indent: number): string[] {
    return [...(this.#chance(15) ? [''] : []), ...(this.#chance(20) ? [`${' '.repeat(this.#chance(80) ? indent : indent + 1)}${this.#comment()}`] : []), ...(this.#chance(8) ? [''] : [])]
  }
  #beside(): string {
    return this.#chance(20) ? `${this.#chance(50) ? ' ' : '   '}${this.#comment()}` : ''
  }

  #map(map: Readonly<Record<string, Value>>, indent: number): string[] {
    return Object.entries(map).flatMap(([name, value]) => [...this.#above(indent), ...this.#member(`${' '.repeat(indent)}${this.#scalar(name, false)}:`, value, indent)])
  }
  #list(list: readonly Value[], indent: number): string[] {
    return list.flatMap((value) => [...this.#above(indent), ...this.#item(value, indent)])
  }

  #member(head: string, value: Value, indent: number): string[] {
    if (value === null && this.#chance(50)) return [`${head}${this.#beside()}`]
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || this.#chance(35)) return this.#inline(`${head} `, value, indent)
    const inner = Array.isArray(value) && this.#chance(25) ? indent : indent + this.#style.step
    const lines = Array.isArray(value) ? this.#list(value as Value[], inner) : this.#map(value as Readonly<Record<string, Value>>, inner)
    return [`${head}${this.#beside()}`, ...lines]
  }
  #item(value: Value, indent: number): string[] {
    const head = `${' '.repeat(indent)}-`
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || this.#chance(40)) return this.#inline(`${head} `, value, indent)
    const lines = Array.isArray(value) ? this.#list(value as Value[], indent + 2) : this.#map(value as Readonly<Record<string, Value>>, indent + 2)
    // The first member beside the dash, or all below it.
    return (lines[0] ?? '').trim().startsWith('#') || lines[0] === '' || this.#chance(20) ? [`${head}${this.#beside()}`, ...lines] : [`${head} ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1)]
  }
  #inline(head: string, value: Value, indent: number): string[] {
    if (typeof value === 'string' && /^\S[^\r\t]*\n\S*$/.test(value) && !/\p{Cc}/u.test(value.replaceAll('\n', '')) && this.#chance(60)) {
      const lines = value.replace(/\n$/, '').split('\n')
      return [`${head}${value.endsWith('\n') ? '|' : '|-'}${this.#beside()}`, ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent + this.#style.step) + line))]
    }
    return [`${head}${typeof value === 'object' ? this.#flow(value) : this.#scalar(value, false)}${this.#beside()}`]
  }

  #flow(value: Value): string {
    if (typeof value !== 'object' || value === null) return this.#scalar(value, true)
    const pad = this.#chance(50) ? ' ' : ''
    const comma = this.#chance(10) ? ',' : ''
    if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${pad}${value.map((item) => this.#flow(item as Value)).join(this.#chance(20) ? ' , ' : ', ')}${comma}${pad}]`
    const pairs = Object.entries(value).map(([name, inside]) => `${this.#scalar(name, true)}: ${this.#flow(inside as Value)}`)
    return pairs.length === 0 ? '{}' : `{${pad}${pairs.join(', ')}${comma}${pad}}`
  }
  #scalar(value: Value, flow: boolean): string {
    if (typeof value !== 'string') return String(value)
    const safe = flow ? /^[a-z\p{L}][\p{L}0-9 _-]*[\p{L}0-9]$/u : /^[a-z$\p{L}][\p{L}0-9{}$ _-]*[\p{L}0-9}]$/u
    if (safe.test(value) && !['true', 'false', 'null', 'yes'].includes(value) && this.#chance(70)) return value
    return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/u.test(value) && this.#chance(40) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value)
  }
}
