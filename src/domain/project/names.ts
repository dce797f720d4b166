/** Names of environments, services and databases. */
import { sha256Hex } from '../canonical'
import { stripControl } from '../text'

const LONGEST = 64
// A file name holds 255 bytes, and ours get an ending.
const LONGEST_FILE = 180

/** Why the text cannot name an environment, a sentence; null when it can. */
export const environmentName = (text: string): string | null => nameProblem('an environment', text)

export function nameProblem(what: string, text: string): string | null {
  if (text === '') return `The name of ${what} must not be empty.`
  const shown = `"${stripControl([...text].length > LONGEST ? `${[...text].slice(0, 20).join('')}…` : text)}"`
  if ([...text].length > LONGEST) return `${shown} cannot name ${what}: it is longer than ${LONGEST} characters.`
  if (/^[-.]/.test(text)) return `${shown} cannot name ${what}: it begins with "${text.slice(0, 1)}".`
  if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(text)) return `${shown} cannot name ${what}: letters, digits and . _ - are allowed.`
  return null
}

/** The name for use in file names, percent-encoded; a very long one ends in a hash. Different names stay different. */
export function encodeEnvironment(name: string): string {
  const encoded = encodeURIComponent(name.replace(/[\ud800-\udfff](?![\udc00-\udfff])(?<![\ud800-\udbff][\udc00-\udfff])/g, '\ufffd')).replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  if (encoded.length <= LONGEST_FILE) return encoded
  return `${encoded.slice(0, 120).replace(/%[0-9A-F]?$/, '')}~${sha256Hex(name).slice(0, 32)}`
}

/** The known word that was probably meant, or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const asked = word.toLowerCase().slice(0, 100)
  const ranked = known.map((name) => ({ name, far: distance(asked, name.toLowerCase()) })).sort((a, b) => a.far - b.far)
  const best = ranked[0]
  return best !== undefined && best.far <= Math.max(1, Math.floor(Math.max(asked.length, best.name.length) / 3)) ? best.name : null
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? Math.max(a.length, b.length)
}
