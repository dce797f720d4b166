/** Encrypts what was kept before there was a key: a new folder is built beside, verified, and takes the place of the old one by rename. */
import { dirname, join } from 'node:path'
import type { Encryption, KeptDatabase, KeptFile, Manifest } from '../../domain/manifest'
import { fail, problemOf } from '../../domain/problem'
import type { Encrypted } from '../../domain/views'
import type { EnvironmentContext } from '../context'
import { whileHeld } from '../run/hold'
import { requireWritable, type Session } from '../session/session'
import { asideOf, putInPlace, removeAside } from './aside'
import { writeChecksums } from './checksums'
import { blobIn, CHECKSUMS, filesIn, folderOf, jsonText, MANIFEST, writeIn, type StoreName } from './folder'
import { withoutDigests, withoutValues } from './keep'
import { formatOf, keepSealed, sealOf, type Keeping } from './seal'
import { noteList, requireList } from './sealed-list'
import { verifyFolder } from './verify'
import { createManifests } from '.'

export async function sealOld(session: Session, onProgress?: (id: string, done: number, of: number) => void): Promise<Encrypted> {
  requireWritable(session)
  const seal = await sealOf(session.context)
  if (!seal) throw fail('no-key', 'There is no key that anything could be encrypted for. Nothing was changed.', 'Make one with `backstep keys create`.')
  const manifests = createManifests(session.context)
  const found = (await Promise.all((['manifests', 'rollback-snapshots'] as const).map(async (store) => (await manifests.list(store)).map((manifest) => ({ store, manifest }))))).flat()
  const plain = found.filter(({ manifest }) => manifest.encryption === undefined)
  const ids: string[] = []
  const stayed: Encrypted['stayed'][number][] = []
  for (const [index, { store, manifest }] of plain.entries()) {
    onProgress?.(manifest.id, index, plain.length)
    await sealOne(session, store, manifest, seal).then(() => ids.push(manifest.id), (error: unknown) => stayed.push({ id: manifest.id, why: problemOf(error).message }))
  }
  return { ids, stayed }
}

/** Under the environment's lock, and only when no unfinished run might name what changes. */
async function sealOne(session: Session, store: StoreName, manifest: Manifest, seal: Encryption): Promise<void> {
  const { environment } = manifest
  await whileHeld(session, environment, 'encrypting what was kept', async () => {
    const [run] = await session.store.runs({ environment, unfinished: true })
    if (run) throw fail('unfinished-run', `Run ${run.runId} in ${environment} has not ended and may need it as it is.`)
    await rebuild({ ...session.context, environment: manifest.definition }, store, manifest, seal)
  })
}

async function rebuild(context: EnvironmentContext, store: StoreName, manifest: Manifest, seal: Encryption): Promise<void> {
  const place = folderOf(context, store, manifest.id)
  await verifyFolder(context, place, manifest)
  await requireList(context, store, manifest.id)
  const building = asideOf(context, place, 'new')
  try {
    await context.files.makeFolder(building)
    await fill({ context, folder: building, seal }, place, manifest, seal)
    await noteList(context, store, manifest.id, building)
    await putInPlace(context, building, place)
  } catch (error) {
    await removeAside(context, building).catch(() => undefined)
    throw error
  }
}

async function fill(keeping: Keeping<EnvironmentContext>, from: string, manifest: Manifest, seal: Encryption): Promise<void> {
  const { context, folder } = keeping
  const names = (await filesIn(from)).map(({ path }) => path).filter((path) => path !== CHECKSUMS && path !== MANIFEST)
  const sealed = new Map<string, { readonly sha256: string; readonly digest: string }>()
  for (const name of names) {
    if (holdsValues(manifest, name)) sealed.set(name, await keepSealed(keeping, seal, name, () => context.files.chunks(join(from, name))))
    else {
      await context.files.makeFolder(dirname(blobIn(folder, name)))
      await context.files.copy(join(from, name), blobIn(folder, name), 0o600)
    }
  }
  const { facts } = withoutValues(manifest)
  const next: Manifest = { ...manifest, ...formatOf(seal), facts, files: manifest.files.map((file) => sealedFile(file, sealed)), databases: manifest.databases.map((database) => sealedCopy(database, sealed)) }
  await writeIn(context, folder, MANIFEST, jsonText(next))
  await writeChecksums(context, folder)
  await verifyFolder(context, folder, next, { decrypt: false })
}

const holdsValues = ({ files, databases }: Manifest, name: string): boolean =>
  files.some(({ blob }) => blob === name) || databases.some(({ copy }) => copy?.blob === name) || /^state\/.*-state\.json$/.test(name)

type SealedFiles = ReadonlyMap<string, { readonly sha256: string; readonly digest: string }>
const sealedFile = (file: KeptFile, sealed: SealedFiles): KeptFile => (file.blob === null ? file : { ...file, keys: withoutDigests(file.keys), sha256: sealed.get(file.blob)?.sha256 ?? '' })
const sealedCopy = (database: KeptDatabase, sealed: SealedFiles): KeptDatabase => {
  const { copy } = database
  const found = copy && sealed.get(copy.blob)
  return copy && found ? { ...database, copy: { ...copy, sha256: found.sha256, digest: found.digest } } : database
}
