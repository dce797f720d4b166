/** manifest.json: parsed once, until its file changes. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Manifest } from '../../domain/manifest'
import { fail } from '../../domain/problem'
import type { ProjectContext } from '../context'
import { about } from '../files/problems'
import { damaged, MANIFEST } from './folder'

const text = z.string()
const some = z.looseObject({})
/** What code relies on without asking; the rest is as it was written, which the checksums prove. */
const shape = z.looseObject({
  format: z.union([z.literal(1), z.literal(2)]), encryption: z.looseObject({ recipients: z.array(text) }).optional(), id: text, kind: z.enum(['release', 'before-deployment', 'snapshot', 'result']),
  environment: text, version: text, deploymentId: text.nullable(), takenAt: text,
  facts: z.record(text, some), releases: z.record(text, some),
  definition: z.looseObject({ name: text, services: z.array(some), databases: z.array(some), config: z.array(some) }),
  files: z.array(z.looseObject({ path: text, blob: text.nullable() })),
  databases: z.array(z.looseObject({ name: text, engine: text, schema: some, rows: z.record(text, z.number()), copy: z.looseObject({ blob: text, sha256: text }).nullable() }))
})

const parsed = new Map<string, { readonly seen: string; readonly manifest: Manifest }>()
const SETTLED = 1_000

/** Its content is not verified. Throws `manifest-damaged`. */
export async function parseManifest(context: ProjectContext, folder: string, id: string): Promise<Manifest> {
  const path = join(folder, MANIFEST)
  const stats = await about(path, 'read', async () => statSync(path, { bigint: true, throwIfNoEntry: false }))
  if (!stats) throw damaged(folder, MANIFEST, 'is missing')
  const seen = [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join()
  const known = parsed.get(path)
  if (known?.seen === seen) return known.manifest
  const value = jsonOf((await context.files.read(path))?.toString('utf8') ?? '')
  requireKnown(value, path)
  const manifest = shape.safeParse(value).success ? (value as Manifest) : null
  if (!manifest || (manifest.format === 2) !== (manifest.encryption !== undefined)) throw damaged(folder, MANIFEST, 'is damaged: it holds no manifest')
  if (manifest.id !== id) throw damaged(folder, MANIFEST, `is the manifest of ${manifest.id.slice(0, 200)}`)
  if (Number(stats.ctimeMs) < Date.now() - SETTLED) parsed.set(path, { seen, manifest })
  return manifest
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const NEWEST = 2

function requireKnown(value: unknown, path: string): void {
  const format = typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'number' ? value.format : 0
  if (format > NEWEST) throw fail('manifest-newer', `${path} was written by a newer Backstep: it has the format ${format}, and this one reads 1 and ${NEWEST}. Nothing was changed.`, 'Update Backstep.', { place: { file: path } })
}
