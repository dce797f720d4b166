/** Glyphs back into words: each font of a PDF has a table that says which characters a glyph stands for. */
import type { PdfObject } from './pdf'

interface Font {
  /** Bytes of a glyph's number. */
  readonly width: number
  readonly characters: ReadonlyMap<number, string>
}
export type Fonts = ReadonlyMap<string, Font | null>

/** By the name that pages use. Null: it has no table. */
export function fontsOf(objects: readonly PdfObject[]): Fonts {
  const byNumber = new Map(objects.map((one) => [one.number, one]))
  const named = objects.flatMap(({ dictionary }) => [...dictionary.matchAll(/\/Font\s*<<(.*?)>>/gs)].flatMap(([, fonts = '']) => [...fonts.matchAll(/\/(\S+)\s+(\d+) 0 R/g)]))
  const numbers = new Map<string, number>()
  for (const [, name = '', number] of named) {
    if ((numbers.get(name) ?? Number(number)) !== Number(number)) throw new Error(`Two fonts are called ${name}.`)
    numbers.set(name, Number(number))
  }
  return new Map([...numbers].map(([name, number]) => [name, fontOf(byNumber.get(number)?.dictionary ?? '', byNumber)]))
}

function fontOf(dictionary: string, objects: ReadonlyMap<number, PdfObject>): Font | null {
  const [, table] = /\/ToUnicode\s+(\d+) 0 R/.exec(dictionary) ?? []
  const cmap = cmapOf(objects.get(Number(table))?.stream ?? '')
  return cmap === null ? null : { width: (/<([0-9A-Fa-f]+)>/.exec(section(cmap, 'codespacerange')[0] ?? '')?.[1]?.length ?? 4) / 2, characters: charactersOf(cmap) }
}

export const cmapOf = (stream: string): string | null => (stream.includes('begincmap') ? stream : null)
const section = (cmap: string, name: string): readonly string[] => [...cmap.matchAll(new RegExp(`begin${name}(.*?)end${name}`, 'gs'))].map(([, body]) => body ?? '')
const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

function charactersOf(cmap: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>()
  for (const body of section(cmap, 'bfchar')) for (const [, glyph = '', text = ''] of body.matchAll(/<(\w+)>\s*<(\w+)>/g)) characters.set(Number.parseInt(glyph, 16), utf16(text))
  for (const body of section(cmap, 'bfrange')) {
    for (const [, from = '', to = '', text = ''] of body.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const [first, last, start] = [from, to, text.slice(-4)].map((hex) => Number.parseInt(hex, 16)) as [number, number, number]
      for (let glyph = first; glyph <= last; glyph++) characters.set(glyph, utf16(text.slice(0, -4)) + String.fromCharCode(start + glyph - first))
    }
  }
  return characters
}

const WORDS = /\/(\S+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f\s]*)>|\(((?:\\[^]|[^\\)])*)\)/g
/** The strings of a stream or a dictionary, one after the other, as the font before them writes them. */
export function textOf(source: string, fonts: Fonts): string {
  let font: Font | null = null
  let text = ''
  for (const [, name, hex, literal] of source.matchAll(WORDS)) {
    if (name !== undefined) font = fonts.get(name) ?? null
    else text += read(hex === undefined ? unescaped(literal ?? '') : Buffer.from(hex.replace(/\s/g, ''), 'hex'), font)
  }
  return text
}

function read(bytes: Buffer, font: Font | null): string {
  if (font) return Array.from({ length: Math.floor(bytes.length / font.width) }, (_, n) => font.characters.get(bytes.readUIntBE(n * font.width, font.width)) ?? '\ufffd').join('')
  return bytes.length > 1 && bytes.length % 2 === 0 && bytes.readUInt16BE(0) === 0xfeff ? utf16(bytes.subarray(2).toString('hex')) : bytes.toString('latin1')
}

const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '' }
const unescaped = (literal: string): Buffer =>
  Buffer.from(literal.replace(/\\([0-7]{1,3}|[^])/g, (_, what: string) => (/^[0-7]/.test(what) ? String.fromCharCode(Number.parseInt(what, 8)) : (NAMED[what] ?? what))), 'latin1')
