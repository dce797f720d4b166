/** Which records hold a word: each field is searched on its own, and what many records share only once. A commit is found by how it begins, as in git. */
import type { Deployment, Registry } from '../deployment'

/** The texts of a field. */
interface Texts {
  /** Lower-case, one a line. */
  readonly hay: string
  /** Where each text begins. */
  readonly starts: Uint32Array
  /** By code unit, 1 where any text has it. */
  readonly letters: Uint8Array
}
interface Field extends Texts {
  /** Sets 1 in `found` at each record whose text has the word. */
  readonly mark: (word: string, found: Uint8Array) => void
}

type Of = (record: Deployment) => string
const SHARED: readonly Of[] = [({ environment }) => environment, ({ status }) => status, ({ actor }) => actor ?? '', ({ version }) => version]
const LINE = 10
const BLOCK = 1024

const known = new WeakMap<Registry, readonly Field[]>()

/** Made once for each registry that was read. */
export function searchFields(registry: Registry): readonly Field[] {
  const { deployments } = registry
  const fields = known.get(registry) ?? [...SHARED.map((of) => sharedField(deployments, of)), idField(deployments), commitField(deployments)]
  known.set(registry, fields)
  return fields
}

/** By place in the file, 1 where the record has the word, which is lower-case and without white space. */
export function recordsWith(registry: Registry, word: string): Uint8Array {
  const found = new Uint8Array(registry.deployments.length)
  for (const { letters, mark } of searchFields(registry)) if (canHold(letters, word)) mark(word, found)
  return found
}

function canHold(letters: Uint8Array, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (letters[word.charCodeAt(at)] !== 1) return false
  return true
}

/** One search through all texts is several times quicker than one in each. */
function markTextsWith({ hay, starts }: Texts, word: string, found: Uint8Array): boolean {
  let text = 0
  let any = false
  for (let at = hay.indexOf(word); at !== -1; at = hay.indexOf(word, starts[text] ?? hay.length)) {
    while ((starts[text + 1] ?? hay.length) <= at) text++
    any = true
    found[text++] = 1
    if (text === starts.length) break
  }
  return any
}

/** What many records have in common is searched once. */
function sharedField(deployments: readonly Deployment[], of: Of): Field {
  const places = new Map<string, number>()
  const codes = Uint32Array.from(deployments, (record) => {
    const text = of(record)
    const code = places.get(text) ?? places.size
    if (code === places.size) places.set(text, code)
    return code
  })
  const texts = joined([...places.keys()])
  const mark = (word: string, found: Uint8Array): void => {
    const those = new Uint8Array(texts.starts.length)
    if (!markTextsWith(texts, word, those)) return
    for (let index = 0; index < codes.length; index++) found[index] = (found[index] ?? 0) | (those[codes[index] ?? 0] ?? 0)
  }
  return { ...texts, mark }
}

function idField(deployments: readonly Deployment[]): Field {
  const texts = joined(deployments.map(({ id }) => id))
  return { ...texts, mark: (word, found) => void markTextsWith(texts, word, found) }
}

// A letter or two stand somewhere in nearly every hash: that would find everything, and say nothing.
function commitField(deployments: readonly Deployment[]): Field {
  const texts = joined(deployments.map(({ commit }) => commit ?? ''))
  const { hay, starts } = texts
  const mark = (word: string, found: Uint8Array): void => {
    const first = word.charCodeAt(0)
    for (let index = 0; index < starts.length; index++) {
      const start = starts[index] ?? 0
      if (hay.charCodeAt(start) === first && hay.startsWith(word, start)) found[index] = 1
    }
  }
  return { ...texts, mark }
}

// Joined block by block: lower-case texts of their own would stay in memory until all are there.
function joined(texts: readonly string[]): Texts {
  const starts = new Uint32Array(texts.length)
  const letters = new Uint8Array(1 << 16)
  const blocks: string[] = []
  let length = 0
  for (let from = 0; from < texts.length; from += BLOCK) {
    const block = texts.slice(from, from + BLOCK).map((text) => `${text}\n`.toLowerCase())
    block.forEach((text, n) => {
      starts[from + n] = length
      length += text.length
    })
    blocks.push(block.join(''))
  }
  const hay = blocks.join('')
  for (let at = 0; at < hay.length; at++) letters[hay.charCodeAt(at)] = 1
  letters[LINE] = 0
  return { hay, starts, letters }
}
