/** Kept content as it was, also where it is encrypted. */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { fileOfBlob, type Manifest } from '../../domain/manifest'
import type { ProjectContext } from '../context'
import { readChecksums } from './checksums'
import { blobIn, damaged } from './folder'
import { once, openSealed, openedWith } from './seal'
import { withUnsealed } from './unsealed'
import { watched, type Watching } from './watching'

export async function readBlob(context: ProjectContext, folder: string, manifest: Manifest, blob: string): Promise<Buffer> {
  const name = fileOfBlob(manifest, blob)
  const path = blobIn(folder, name)
  const wanted = (await readChecksums(context, folder)).get(name)
  const content = await context.files.read(path)
  if (!wanted || content === null) throw damaged(folder, name, wanted ? 'is missing' : 'does not belong there')
  if (createHash('sha256').update(content).digest('hex') !== wanted.sha256) throw damaged(folder, name, 'is damaged: its content is not what was kept')
  if (!manifest.encryption) return content
  const parts: Uint8Array[] = []
  for await (const chunk of await openedWith(context, path, manifest.encryption, once(content))) parts.push(chunk)
  const plain = Buffer.concat(parts)
  const kept = manifest.files.find((file) => file.blob === blob)
  if (kept && context.digest(plain) !== kept.digest) throw damaged(folder, name, 'does not decrypt to what was kept')
  return plain
}

export interface CopyIn {
  readonly folder: string
  readonly manifest: Manifest
  readonly blob: string
  readonly watching: Watching
}

export async function withCopy<T>(context: ProjectContext, { folder, manifest, blob, watching }: CopyIn, work: (path: string) => Promise<T>): Promise<T> {
  const name = fileOfBlob(manifest, blob)
  const path = blobIn(folder, name)
  const { encryption } = manifest
  if (!encryption) return work(path)
  const content = await openSealed(context, path, encryption)
  return withUnsealed(context, async (place) => {
    const plain = join(place, basename(blob))
    await context.files.writeChunks(plain, watched(content, watching), { mode: 0o600 })
    const kept = manifest.databases.find(({ copy }) => copy?.blob === blob)?.copy
    if (kept && (await context.digestAll(context.files.chunks(plain))) !== kept.digest) throw damaged(folder, name, 'does not decrypt to the copy that was made')
    return work(plain)
  })
}
