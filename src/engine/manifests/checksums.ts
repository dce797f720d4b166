/** Checksums of a manifest's folder: written last, and compared with every file that is there. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Checksums } from '../../domain/manifest'
import type { ProjectContext } from '../context'
import type { Files } from '../files/files'
import { about } from '../files/problems'
import { blobIn, CHECKSUMS, damaged, filesIn, jsonText, writeIn } from './folder'
import { watched, type Watching } from './watching'

type Hash = Awaited<ReturnType<Files['sha256']>>
const format = z.object({ format: z.literal(1), files: z.record(z.string(), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number(), mode: z.number() })) })

export async function writeChecksums(context: ProjectContext, folder: string): Promise<void> {
  const files: Record<string, Hash> = {}
  for (const { path } of await filesIn(folder)) {
    if (path === CHECKSUMS) continue
    const { mode, ...hash } = await context.files.sha256(join(folder, path))
    files[path] = { ...hash, mode: mode & 0o777 }
  }
  await writeIn(context, folder, CHECKSUMS, jsonText({ format: 1, files } satisfies Checksums))
}

export async function readChecksums(context: ProjectContext, folder: string): Promise<ReadonlyMap<string, Hash>> {
  const text = await context.files.read(join(folder, CHECKSUMS))
  if (text === null) throw damaged(folder, CHECKSUMS, 'is missing')
  const value = parse(text.toString('utf8'))
  const parsed = format.safeParse(value)
  if (!parsed.success) throw damaged(folder, CHECKSUMS, 'is damaged: it holds no checksums')
  // Nothing lists this file: also a change without a meaning shows.
  if (!text.equals(Buffer.from(jsonText(value)))) throw damaged(folder, CHECKSUMS, 'is damaged: it is not as it was written')
  return new Map(Object.entries(parsed.data.files))
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Every file is there and as it was written, and there is no other. Throws `manifest-damaged`, naming the file. `again`: by nothing that is remembered. */
export async function verifyFiles(context: ProjectContext, folder: string, again: Watching | null): Promise<void> {
  const wanted = await readChecksums(context, folder)
  await requireOnly(folder, wanted)
  for (const [path, { sha256, bytes }] of wanted) {
    const hash = await (again ? hashAgain(context, blobIn(folder, path), again) : hashOf(context, blobIn(folder, path)))
    if (hash.bytes !== bytes) throw damaged(folder, path, `is damaged: it has ${hash.bytes} bytes instead of ${bytes}`)
    if (hash.sha256 !== sha256) throw damaged(folder, path, 'is damaged: its content is not what was kept')
  }
}

/** Exactly the files that are listed, and the list. */
export async function requireOnly(folder: string, wanted: Pick<ReadonlyMap<string, Hash>, 'has' | 'keys'>): Promise<void> {
  const found = await filesIn(folder)
  for (const { path, isFile } of found) {
    if (!isFile) throw damaged(folder, path, 'is not a file')
    if (path !== CHECKSUMS && !wanted.has(path)) throw damaged(folder, path, 'does not belong there')
  }
  const there = new Set(found.map(({ path }) => path))
  for (const path of wanted.keys()) if (!there.has(path)) throw damaged(folder, path, 'is missing')
}

/** Read now, whatever is remembered: a disk may give back something else without a time showing it. */
export async function hashAgain({ files }: ProjectContext, path: string, watching: Watching): Promise<Pick<Hash, 'sha256' | 'bytes'>> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of watched(files.chunks(path), watching)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** A file written a moment ago may be written again without its time showing it: such a hash is not remembered. */
const SETTLED = 1_000
const hashes = new Map<string, { readonly seen: string; readonly hash: Hash }>()

/** Remembered until the file's size, times or number change. */
export async function hashOf(context: ProjectContext, path: string): Promise<Hash> {
  const before = await about(path, 'read', async () => statSync(path, { bigint: true }))
  const seen = [before.dev, before.ino, before.size, before.mtimeNs, before.ctimeNs].join()
  const known = hashes.get(path)
  if (known?.seen === seen) return known.hash
  const hash = await context.files.sha256(path)
  if (Number(before.ctimeMs) < Date.now() - SETTLED) hashes.set(path, { seen, hash })
  return hash
}
