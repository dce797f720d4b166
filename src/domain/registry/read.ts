import { findNodeAtLocation, parseTree, visit } from 'jsonc-parser'
import { sha256Hex } from '../canonical'
import type { Deployment, Registry } from '../deployment'
import { fail, type BackstepError } from '../problem'
import { stripControl } from '../text'
import { decodeUtf8, invalidUtf8At } from '../utf8'
import { damaged, damagedAt, fileName, placeText, type RegistryText } from './damage'
import { headerOf, type HeaderFault } from './header'
import { RegistryReader } from './reader'
import { deploymentOf, isFault, isObject, kindOf } from './record'
import { elementsAt, propertiesAt, skipSpace, tooDeepAt, type Span } from './scan'
import { createShare } from './share'

const DEEPEST = 100

/**
 * Reads a registry. Throws `registry-damaged` with the byte and line, or `registry-newer` for a future format; a file without
 * content is damage, never an empty registry. `file` is named in errors. `sha256` gives 64 hexadecimal digits.
 */
export function parseRegistry(bytes: Uint8Array, file: string, sha256: (bytes: Uint8Array) => string = sha256Hex): Registry {
  const reader = new RegistryReader()
  reader.take(bytes)
  const read = reader.end()
  if (read === null) return { ...wholeOf(bytes, file), digest: sha256(bytes) }
  const { places: _, ...registry } = read
  return { ...registry, digest: sha256(bytes) }
}

/** The same with the whole text at hand, which shows where something is wrong. */
function wholeOf(bytes: Uint8Array, file: string): Omit<Registry, 'digest'> {
  const source = { file, text: textOf(bytes, file) }
  const root = jsonOf(source)
  if (!isObject(root)) throw damagedAt(source, rootStart(source), `it holds ${kindOf(root)}, expected an object`)
  const header = headerOf(root)
  if ('reason' in header) throw faultOf(header, source)
  return { ...header, deployments: deploymentsIn(root['deployments'], source) }
}

function textOf(bytes: Uint8Array, file: string): string {
  const text = decodeUtf8(bytes)
  if (text === null) {
    const at = invalidUtf8At(bytes)
    const before = decodeUtf8(bytes.subarray(0, at)) ?? ''
    throw damaged(file, at, before.split(/\r\n|\n|\r/).length, 'this byte is not UTF-8')
  }
  if (/^[\ufeff\s\0]*$/.test(text)) throw damaged(file, 0, 1, bytes.length === 0 ? 'the file is empty' : 'the file is blank')
  return text
}

function jsonOf(source: RegistryText): unknown {
  const deep = tooDeepAt(source.text, DEEPEST)
  if (deep !== -1) throw damagedAt(source, deep, `it is nested deeper than ${DEEPEST} levels`)
  const bom = source.text.startsWith('\ufeff') ? 1 : 0
  try {
    return JSON.parse(bom === 0 ? source.text : source.text.slice(1))
  } catch {
    throw damagedAt(source, syntaxErrorAt(source.text.slice(bom)) + bom)
  }
}

/** Offset of the first thing that is no JSON; the end where something is missing. */
function syntaxErrorAt(text: string): number {
  let first = text.length
  visit(text, { onError: (_code, offset) => { first = Math.min(first, offset) } }, { disallowComments: true })
  // A string that was cut off is reported where it begins; what is wrong is that the file ends.
  const cutOff = text.startsWith('"', first) && !/^"(?:[^"\\\u0000-\u001f]|\\.)*"/.test(text.slice(first)) && !/[\u0000-\u001f]/.test(text.slice(first))
  return cutOff ? text.length : first
}

function faultOf({ key, reason, newer }: HeaderFault, source: RegistryText): BackstepError {
  if (newer === undefined) return damagedAt(source, keyOffset(source, key), reason)
  return fail('registry-newer', `${fileName(source.file)} was written by a newer tool: its format is version ${stripControl(newer.slice(0, 40))}, ${reason}. Nothing was changed.`,
    'Update Backstep, or use the tool that wrote the file.', { place: { file: source.file } })
}

function deploymentsIn(value: unknown, source: RegistryText): readonly Deployment[] {
  if (value === undefined) throw damagedAt(source, rootStart(source), '"deployments" is missing')
  if (!Array.isArray(value)) throw damagedAt(source, keyOffset(source, 'deployments'), `"deployments" is ${kindOf(value)}, expected a list`)
  const places = new Map<string, number>()
  const share = createShare()
  return value.map((item: unknown, index) => {
    const deployment = deploymentOf(item, index, share)
    if (isFault(deployment)) throw damagedAt(source, fieldOffset(source, index, deployment.field), deployment.reason)
    const twin = places.get(deployment.id)
    if (twin !== undefined) throw damagedAt(source, fieldOffset(source, index, 'id'), `the id "${deployment.id}" is there already at ${placeText(source, fieldOffset(source, twin, 'id'))}`)
    places.set(deployment.id, index)
    return deployment
  })
}

const rootStart = (source: RegistryText): number => skipSpace(source.text, 0)
const valueOf = (source: RegistryText, key: string): Span | undefined => propertiesAt(source.text, rootStart(source)).findLast((property) => property.key === key)?.value
const keyOffset = (source: RegistryText, key: string): number => valueOf(source, key)?.start ?? 0

function fieldOffset(source: RegistryText, index: number, field: string | null): number {
  const record = elementsAt(source.text, keyOffset(source, 'deployments'))[index]
  if (record === undefined) return 0
  const tree = field === null ? undefined : parseTree(source.text.slice(record.start, record.end))
  const node = tree === undefined || field === null ? undefined : findNodeAtLocation(tree, [field])
  return record.start + (node?.offset ?? 0)
}
