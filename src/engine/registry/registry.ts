/** The registry file: read as other tools write it, changed only under a lock, and never read as empty when it is damaged. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Registry } from '../../domain/deployment'
import { BackstepError, fail } from '../../domain/problem'
import { emptyRegistry } from '../../domain/registry/edit'
import { parseRegistry } from '../../domain/registry/read'
import type { Clock } from '../context'
import type { Files } from '../files/files'
import { waitForLock } from '../lock/os-lock'
import { projectPaths, type ProjectPaths } from '../paths'
import { createBackups, type Backups } from './backups'
import { prepareFolder } from './folder'
import { unknownFields } from './other-fields'

/** Another tool may be in the middle of writing the file in place: a fresh file that cannot be read gets this long. */
const SETTLE = 2000
const POLL = 100
const LOCK_WAIT = 10_000

export interface RegistryContent {
  readonly registry: Registry
  /** Null when there is no file yet. */
  readonly text: string | null
}
export interface RegistryFile {
  /** A missing file is an empty registry, and is not created. A damaged one is a problem that names the byte and the newest good copy. */
  read(): Promise<RegistryContent>
  /** Rereads, edits (the text is null when there is no file), writes and verifies, alone among all Backsteps of this project. */
  write(edit: (text: string | null) => string): Promise<RegistryContent>
  /** Puts a good copy from `backups/` in place of the file; what was there is kept beside the copies. */
  restoreCopy(name: string): Promise<RegistryContent>
  /** What a record has that Backstep does not know, as JSON text; null when nothing. */
  otherFields(id: string): Promise<string | null>
  /** Creates `.deployments` and its `.gitignore`. */
  prepare(): Promise<void>
}

interface Parts { readonly paths: ProjectPaths; readonly files: Files; readonly clock: Clock; readonly backups: Backups }

export function createRegistryFile(project: string, files: Files, clock: Clock): RegistryFile {
  const paths = projectPaths(project)
  const parts: Parts = { paths, files, clock, backups: createBackups(paths, files, clock) }
  const read = cached(parts)
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    await prepareFolder(paths, files)
    const lock = await waitForLock(paths.registryLock, LOCK_WAIT)
    if (!lock) throw fail('registry-busy', `${paths.registry} is being written by another Backstep that does not end. Nothing was changed.`, 'Try again; if it stays so, see which other Backstep runs.', { place: { file: paths.registry } })
    try {
      return await work()
    } finally {
      lock.release()
    }
  }
  return {
    read,
    write: (edit) => locked(async () => {
      const before = await read()
      await replace(parts, edit(before.text), before.text)
      return read()
    }),
    restoreCopy: (name) => locked(async () => {
      await restore(parts, name)
      return read()
    }),
    otherFields: async (id) => unknownFields((await read()).text, id),
    prepare: () => prepareFolder(paths, files)
  }
}

/** Parsed once for each state of the file: a registry of 100,000 records takes 400 ms. */
function cached(parts: Parts): () => Promise<RegistryContent> {
  let last: { readonly mark: string; readonly content: RegistryContent } | null = null
  return async () => {
    const mark = await markOf(parts.paths.registry)
    if (last?.mark === mark) return last.content
    const content = await readSettled(parts, mark)
    // Only what surely belongs to this state is remembered.
    last = (await markOf(parts.paths.registry)) === mark ? { mark, content } : null
    return content
  }
}

async function markOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}` : 'none'
}

async function readSettled(parts: Parts, mark: string): Promise<RegistryContent> {
  for (const until = performance.now() + SETTLE; ; ) {
    const bytes = await parts.files.read(parts.paths.registry)
    try {
      return contentOf(parts, bytes)
    } catch (error) {
      const fresh = mark !== (await markOf(parts.paths.registry)) || (await isFresh(parts.paths.registry))
      if (!fresh || performance.now() > until) throw await damagedWithCopy(parts, error)
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }
}

async function isFresh(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && Math.abs(Date.now() - found.mtimeMs) < POLL * 3
}

function contentOf({ paths, clock }: Parts, bytes: Buffer | null): RegistryContent {
  if (bytes) return { registry: parseRegistry(bytes, paths.registry), text: bytes.toString('utf8') }
  const empty = Buffer.from(emptyRegistry(paths.project, clock.now().toISOString()))
  return { registry: { ...parseRegistry(empty, paths.registry), lastUpdated: null, digest: null }, text: null }
}

async function damagedWithCopy({ backups, paths }: Parts, error: unknown): Promise<unknown> {
  if (!(error instanceof BackstepError) || error.problem.code !== 'registry-damaged') return error
  const copy = await backups.newestGood().catch(() => null)
  const next = copy === null ? error.problem.next : `The newest good copy is ${join(paths.backups, copy)}: compare the two, then put it in place of the registry.`
  return new BackstepError({ ...error.problem, next }, { cause: error })
}

/** Nothing is written that could not be read again, and what is replaced is kept. */
async function replace({ paths, files, backups }: Parts, text: string, before: string | null): Promise<void> {
  if (text === before) return
  const bytes = Buffer.from(text)
  parseRegistry(bytes, paths.registry)
  if (before !== null) await backups.keep(Buffer.from(before))
  await files.write(paths.registry, bytes, before === null ? { mode: 0o644 } : {})
  // The change is made: that it could not be copied as well is no reason to call it failed.
  await backups.keep(bytes).catch(() => undefined)
}

async function restore({ paths, files, backups }: Parts, name: string): Promise<void> {
  const bytes = await backups.good(name)
  if (!bytes) throw fail('copy-damaged', `There is no whole copy ${name} in ${paths.backups}. Nothing was changed.`, 'Choose another copy.', { place: { file: paths.backups } })
  const old = await files.read(paths.registry)
  if (old) await backups.keepDamaged(old)
  await files.write(paths.registry, bytes, old ? {} : { mode: 0o644 })
}
