/** What can be read in a PDF as Chromium prints one: the words on its pages, its title, outline, links, and whatever else its streams hold. */
import { inflateSync, constants } from 'node:zlib'
import { cmapOf, fontsOf, textOf } from './pdf-text'

export interface PdfObject {
  readonly number: number
  readonly dictionary: string
  /** Inflated; null where there is none. */
  readonly stream: string | null
}

/** Everything of it, a part a line. Words lie in it without what a page puts between their lines. */
export function textOfPdf(file: Buffer): string {
  const objects = objectsOf(file.toString('latin1'))
  const fonts = fontsOf(objects)
  const streams = objects.flatMap(({ stream }) => (stream === null ? [] : [stream]))
  const words = objects.flatMap(({ stream, dictionary }) => (stream === null || isProgram(dictionary) || cmapOf(stream) ? [] : [textOf(stream, fonts)]))
  return [words.join(''), ...objects.map(({ dictionary }) => textOf(dictionary, fonts)), ...objects.map(({ dictionary }) => dictionary), ...streams].join('\n')
}

/** Of a font or of a picture. */
const isProgram = (dictionary: string): boolean => /\/(Length1|Width)\b|\/Subtype\s*\/(CIDFontType0C|OpenType)/.test(dictionary)

function objectsOf(text: string): readonly PdfObject[] {
  const found: PdfObject[] = []
  const begins = /(?:^|[\r\n])(\d+) 0 obj\b/g
  for (let begin = begins.exec(text); begin; begin = begins.exec(text)) {
    const rest = /stream\r?\n|endobj/g
    rest.lastIndex = begins.lastIndex
    const end = rest.exec(text)
    if (!end) break
    const dictionary = text.slice(begins.lastIndex, end.index)
    const length = end[0] === 'endobj' ? null : lengthOf(dictionary)
    found.push({ number: Number(begin[1]), dictionary, stream: length === null ? null : inflated(dictionary, text.slice(rest.lastIndex, rest.lastIndex + length)) })
    begins.lastIndex = rest.lastIndex + (length ?? 0)
  }
  if (found.length === 0) throw new Error('This is no PDF that could be read.')
  return found
}

function lengthOf(dictionary: string): number {
  const direct = /\/Length (\d+)(?! \d+ R)/.exec(dictionary)
  if (direct) return Number(direct[1])
  throw new Error(`How long a stream is stands elsewhere: ${dictionary.slice(0, 100)}`)
}

function inflated(dictionary: string, stream: string): string {
  const [, filter] = /\/Filter\s*\[?\s*\/(\w+)/.exec(dictionary) ?? []
  if (filter === undefined || filter === 'DCTDecode') return stream
  if (filter !== 'FlateDecode') throw new Error(`A stream is packed in a way that is not read here: ${filter}`)
  return inflateSync(Buffer.from(stream, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')
}
