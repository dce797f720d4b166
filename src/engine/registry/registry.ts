/** The registry file: read as other tools write it, changed only under a lock, and never read as empty when it is damaged. */
import type { Registry } from '../../domain/deployment'
import { fail } from '../../domain/problem'
import { parseRegistry } from '../../domain/registry/read'
import type { Clock } from '../context'
import type { Files } from '../files/files'
import { whileLocked } from '../lock/os-lock'
import { projectPaths } from '../paths'
import { createBackups } from './backups'
import { cached } from './cached'
import { copiesOf, restore, type RegistryCopies } from './copies'
import { prepareFolder } from './folder'
import { unknownFields } from './other-fields'
import type { Parts } from './parts'
import { sha256 } from './reading'
import { recordOf, textOf } from './written'

const LOCK_WAIT = 10_000

export interface RegistryContent {
  readonly registry: Registry
  /** The file's text, read again; what another tool has written since is in it. Null when there is no file yet. */
  text(): Promise<string | null>
}
export interface RegistryFile {
  /**
   * A file that never was is an empty registry, and is not created. One that is gone or damaged is a problem that names the byte and
   * the newest good copy.
   */
  read(): Promise<RegistryContent>
  /** Rereads, edits (the text is null when there is no file), writes and verifies, alone among all Backsteps of this project. */
  write(edit: (text: string | null) => string): Promise<RegistryContent>
  /** The file as it is, and the copies that are good. */
  copies(): Promise<RegistryCopies>
  /**
   * Puts a good copy from `backups/` in place of the file; what was there is kept beside the copies. Refused when the file is not the
   * one with `digest` any more (null: there is none).
   */
  restoreCopy(name: string, digest: string | null): Promise<RegistryContent & { readonly keptAs: string | null }>
  /** What a record has that Backstep does not know, as JSON text; null when nothing. */
  otherFields(id: string): Promise<string | null>
  /** Creates `.deployments` and its `.gitignore`. */
  prepare(): Promise<void>
}

export function createRegistryFile(project: string, files: Files, clock: Clock): RegistryFile {
  const paths = projectPaths(project)
  const parts: Parts = { paths, files, clock, backups: createBackups(paths, files, clock) }
  const reading = cached(parts)
  const read = async (): Promise<RegistryContent> => ({ registry: (await reading()).registry, text: () => textOf(parts, reading) })
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    await prepareFolder(paths, files)
    return whileLocked(paths.registryLock, LOCK_WAIT, () => fail('registry-busy', `${paths.registry} is being written by another Backstep that does not end. Nothing was changed.`, 'Try again; if it stays so, see which other Backstep runs.', { place: { file: paths.registry } }), work)
  }
  return {
    read,
    write: (edit) => locked(async () => {
      const before = await textOf(parts, reading)
      await replace(parts, edit(before), before)
      return read()
    }),
    copies: () => copiesOf(parts),
    restoreCopy: (name, digest) => locked(async () => {
      const keptAs = await restore(parts, name, digest)
      return { ...(await read()), keptAs }
    }),
    otherFields: async (id) => {
      const record = await recordOf(parts, reading, id)
      return record === null ? null : unknownFields(record)
    },
    prepare: () => prepareFolder(paths, files)
  }
}

/** Nothing is written that could not be read again, and what is replaced is kept. */
async function replace({ paths, files, backups }: Parts, text: string, before: string | null): Promise<void> {
  if (text === before) return
  const bytes = Buffer.from(text)
  parseRegistry(bytes, paths.registry, sha256)
  if (before !== null) await backups.keep(Buffer.from(before))
  await files.write(paths.registry, bytes, before === null ? { mode: 0o644 } : {})
  // The change is made: that it could not be copied as well is no reason to call it failed.
  await backups.keep(bytes).catch(() => undefined)
}
