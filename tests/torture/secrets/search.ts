/** Looks for secrets in bytes: as they are, as JSON, addresses and base64 write them, and in halves. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textOfPdf } from './pdf'
import type { Seed } from './seeds'

export interface Leak { readonly place: string; readonly form: string; readonly where: string; readonly around: string }

interface Form { readonly name: string; readonly bytes: Buffer }

const known = new Map<string, readonly Form[]>()
/** The ways in which a value can be written. Each file is searched for the same values: what they look like is worked out once. */
export function formsOf(value: string): readonly Form[] {
  const forms = known.get(value) ?? writtenForms(value)
  known.set(value, forms)
  return forms
}

function writtenForms(value: string): readonly Form[] {
  const half = Math.floor(value.length / 2)
  const forms: readonly (readonly [string, string])[] = [
    ['plain', value], ['JSON', JSON.stringify(value).slice(1, -1)], ['JSON in JSON', JSON.stringify(JSON.stringify(value)).slice(3, -3)], ['address', encodeURIComponent(value)], ['form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['hexadecimal', Buffer.from(value).toString('hex')], ...[0, 1, 2].map((shift) => [`base64, ${shift} bytes in`, base64Inside(value, shift)] as const),
    // Halves of what is written in pieces; each is long enough to be nothing else.
    ['first half', value.slice(0, half)], ['second half', value.slice(half)]
  ]
  // As Chromium keeps what a page remembers.
  const wide = [value, JSON.stringify(value).slice(1, -1)].map((text): Form => ({ name: 'UTF-16', bytes: Buffer.from(text, 'utf16le') }))
  return [...new Map(forms.map(([name, text]) => [text, { name, bytes: Buffer.from(text) }])).values(), ...wide]
}

/** What of the base64 of any text around it depends on the value alone. */
function base64Inside(value: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
  const from = shift === 0 ? 0 : 4
  return bytes.toString('base64').slice(from, Math.floor(bytes.length / 3) * 4)
}

export function searchIn(bytes: Buffer, where: string, seeds: readonly Seed[]): readonly Leak[] {
  return seeds.flatMap(({ place, value }) => {
    const found = formsOf(value).find((form) => bytes.includes(form.bytes))
    if (!found) return []
    const at = bytes.indexOf(found.bytes)
    return [{ place, form: found.name, where, around: JSON.stringify(bytes.subarray(Math.max(0, at - 60), at + 20).toString('utf8')) }]
  })
}

/** Every file below a folder, and the names of files and links. `skip` by path from the folder. */
export function searchFolder(folder: string, seeds: readonly Seed[], skip: (path: string) => boolean): readonly Leak[] {
  return readdirSync(folder, { recursive: true }).map(String).filter((path) => !skip(path)).flatMap((path) => {
    const full = join(folder, path)
    const named = searchIn(Buffer.from(path), `the name ${path}`, seeds)
    return lstatSync(full).isFile() ? [...named, ...searchIn(readable(path, readFileSync(full)), path, seeds)] : named
  })
}

/** What a PDF says is packed. */
const readable = (path: string, bytes: Buffer): Buffer => (path.endsWith('.pdf') ? Buffer.concat([bytes, Buffer.from(textOfPdf(bytes))]) : bytes)
