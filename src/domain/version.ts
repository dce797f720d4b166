/** Versions and git references as people give them. */
import { stripControl } from './text'

interface Parsed { readonly numbers: readonly number[]; readonly pre: readonly string[] }

const SEMVER_ISH = /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

function parse(version: string): Parsed | null {
  const match = SEMVER_ISH.exec(version.trim())
  if (match === null) return null
  return { numbers: (match[1] ?? '').split('.').map(Number), pre: match[2] === undefined ? [] : match[2].split('.') }
}

/** Do the first numbers of the two differ (`v1.9.0`, `v2.0.0`)? False when one of them is not made of numbers. */
export function isMajorJump(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)]
  return left !== null && right !== null && left.numbers[0] !== right.numbers[0]
}

/** Negative when `a` is older. Semantic versions by their numbers, before all others; those as text, their digits as numbers. */
export const compareVersions = (a: string, b: string): number => compareParsed({ text: a, parsed: parse(a) }, { text: b, parsed: parse(b) })

/** Each version once, oldest first. */
export const sortVersions = (versions: readonly string[]): readonly string[] =>
  [...new Set(versions)].map((text) => ({ text, parsed: parse(text) })).sort(compareParsed).map(({ text }) => text)

interface Read { readonly text: string; readonly parsed: Parsed | null }

function compareParsed({ text: a, parsed: left }: Read, { text: b, parsed: right }: Read): number {
  if (left === null || right === null) return left !== null ? -1 : right !== null ? 1 : compareText(a, b)
  return compareNumbers(left.numbers, right.numbers) || comparePre(left.pre, right.pre) || compareText(a, b)
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

// A pre-release is older than its release.
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compareIdentifier(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareIdentifier(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (left && right) return Number(a) - Number(b)
  return left !== right ? (left ? -1 : 1) : plain(a, b)
}

const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function compareText(a: string, b: string): number {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = i % 2 === 1 ? Number(left[i]) - Number(right[i]) : plain(left[i] ?? '', right[i] ?? '')
    if (difference !== 0) return difference
  }
  return left.length - right.length || plain(a, b)
}

const LONGEST = 200

/**
 * Why the text is refused as a version or git reference, a sentence; null when it is safe. A safe one is made of letters,
 * digits and `. _ - + / @ ~ ^`, so that no program can read it as an option, a command or a path out of its folder.
 */
export function safeVersion(text: string): string | null {
  if (text.trim() === '') return 'A version must not be empty.'
  const shown = `"${stripControl(text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll('\t', '␉')}"`
  if (text.length > LONGEST) return `The version ${shown} is longer than ${LONGEST} characters.`
  if (text.startsWith('-')) return `The version ${shown} begins with "-": a program could read it as an option.`
  const foreign = /[^\p{L}\p{M}\p{N}._+/@~^-]/u.exec(text)
  if (foreign !== null) return `The version ${shown} holds ${named(foreign[0])}: letters, digits and . _ - + / @ ~ ^ are allowed.`
  if (text.includes('..')) return `The version ${shown} holds "..": it could name a path outside its folder.`
  if (text.startsWith('/') || text.endsWith('/') || text.includes('//') || /(^|\/)\.(\/|$)/.test(text)) return `The version ${shown} looks like a path.`
  return null
}

const named = (character: string): string =>
  /[\p{C}\p{Z}]/u.test(character) ? `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : `"${character}"`
