/** Which records hold a word: each field is searched on its own, and what many records share only once. */
import type { Deployment, Registry } from '../deployment'

interface Field {
  /** The different texts of this field, lower-case, one a line. */
  readonly hay: string
  /** Where each text begins. */
  readonly starts: Uint32Array
  /** By record, which text is its own; null when each has one, in the order of the file. */
  readonly codes: Uint32Array | null
  /** By code unit, 1 where any text has it. */
  readonly letters: Uint8Array
}

type Of = (record: Deployment) => string
const SHARED: readonly Of[] = [({ environment }) => environment, ({ status }) => status, ({ actor }) => actor ?? '', ({ version }) => version]
const OWN: readonly Of[] = [({ id }) => id, ({ commit }) => commit ?? '']
const LINE = 10
const BLOCK = 1024

const known = new WeakMap<Registry, readonly Field[]>()

/** Made once for each registry that was read. */
export function searchFields(registry: Registry): readonly Field[] {
  const { deployments } = registry
  const fields = known.get(registry) ?? [...SHARED.map((of) => sharedField(deployments, of)), ...OWN.map((of) => ({ codes: null, ...joined(deployments.map(of)) }))]
  known.set(registry, fields)
  return fields
}

/** By place in the file, 1 where the record has the word, which is lower-case and without white space. */
export function recordsWith(registry: Registry, word: string): Uint8Array {
  const found = new Uint8Array(registry.deployments.length)
  for (const { hay, starts, codes, letters } of searchFields(registry)) {
    if (!canHold(letters, word)) continue
    const texts = textsWith(word, hay, starts)
    for (let index = 0; index < found.length; index++) if (texts[codes === null ? index : (codes[index] ?? 0)] === 1) found[index] = 1
  }
  return found
}

/** One search through all texts is several times quicker than one in each. */
function textsWith(word: string, hay: string, starts: Uint32Array): Uint8Array {
  const found = new Uint8Array(starts.length)
  let text = 0
  for (let at = hay.indexOf(word); at !== -1; at = hay.indexOf(word, starts[text] ?? hay.length)) {
    while ((starts[text + 1] ?? hay.length) <= at) text++
    found[text++] = 1
    if (text === starts.length) break
  }
  return found
}

function canHold(letters: Uint8Array, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (letters[word.charCodeAt(at)] !== 1) return false
  return true
}

function sharedField(deployments: readonly Deployment[], of: Of): Field {
  const places = new Map<string, number>()
  const codes = Uint32Array.from(deployments, (record) => {
    const text = of(record)
    const code = places.get(text) ?? places.size
    if (code === places.size) places.set(text, code)
    return code
  })
  return { codes, ...joined([...places.keys()]) }
}

// Joined block by block: lower-case texts of their own would stay in memory until all are there.
function joined(texts: readonly string[]): Pick<Field, 'hay' | 'starts' | 'letters'> {
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
