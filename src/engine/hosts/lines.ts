/** Bytes of a stream as masked lines, and what is kept of them. */
import { StringDecoder } from 'node:string_decoder'
import { cutOf } from '../../domain/config'
import type { SplitMasker } from './secrets'

/** A program that prints no line end must not fill the memory. */
const LONGEST = 64 * 1024
const KEPT_CHARACTERS = 8 * 1024 * 1024

export interface LineReader { push(bytes: Uint8Array): void; end(): void }

type Mask = (text: string) => string

/** `masker` sees the stream before it is cut into lines, `lineMask` each line in order; `mask` is asked where a line that is too long can be cut. */
export function lineReader(masker: SplitMasker, lineMask: Mask, mask: Mask, onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8')
  let open = ''
  const take = (text: string): void => {
    const parts = (open + text).split(/\r\n|\n|\r(?!$)/)
    open = parts.pop() ?? ''
    for (const line of parts) onLine(lineMask(line))
    for (let cut = cutOf(open, LONGEST, mask); cut; cut = cutOf(open, LONGEST, mask)) {
      onLine(lineMask(cut.piece))
      open = cut.rest
    }
  }
  return {
    push: (bytes) => take(masker.push(decoder.write(Buffer.from(bytes)))),
    end() {
      take(masker.push(decoder.end()) + masker.end())
      if (open !== '') onLine(lineMask(open.replace(/\r$/, '')))
      open = ''
    }
  }
}

/** Collects what a stream printed, up to a limit, and says so where it was cut. */
export function collector(): { add(bytes: Uint8Array): void; text(): string } {
  const decoder = new StringDecoder('utf8')
  const parts: string[] = []
  let size = 0
  let cut = false
  const keep = (text: string): void => {
    const part = text.slice(0, KEPT_CHARACTERS - size)
    cut ||= part.length < text.length
    size += part.length
    if (part !== '') parts.push(part)
  }
  return {
    add: (bytes) => keep(decoder.write(Buffer.from(bytes))),
    text() {
      keep(decoder.end())
      return parts.join('') + (cut ? '\n… the output was cut here' : '')
    }
  }
}

/** The last so many lines. */
export function lastLines(limit: number): { add(line: string): void; lines(): readonly string[] } {
  let kept: string[] = []
  return {
    add(line) {
      kept.push(line)
      if (kept.length > limit * 2) kept = kept.slice(-limit)
    },
    lines: () => kept.slice(-limit)
  }
}
