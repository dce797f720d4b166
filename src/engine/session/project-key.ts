/** The project's key for keyed digests: what is compared says nothing about what is in it. */
import { randomBytes } from 'node:crypto'
import { constants, readdir } from 'node:fs/promises'
import { fail, problemOf, type BackstepError } from '../../domain/problem'
import { plural } from '../../domain/text'
import { closedProblem } from '../files/closed'
import type { Files } from '../files/files'
import { orMissing } from '../files/problems'
import { whileLocked } from '../lock/os-lock'
import type { ProjectPaths } from '../paths'

/**
 * 32 bytes, made once with the project; in a project that cannot be written a passing one. Throws `key-damaged`, and `key-lost` where
 * something was kept already: with another key nothing that was kept compares any more.
 */
export async function projectKey(paths: ProjectPaths, files: Files, writable: boolean): Promise<Buffer> {
  const there = await files.read(paths.key).catch((error: unknown) => {
    if (!writable) return null
    throw problemOf(error).code === 'is-a-folder' ? damaged(paths.key, 'it is a folder where the key of the project belongs') : (closedProblem(paths.key, constants.R_OK, 'what was kept cannot be compared') ?? error)
  })
  if (there !== null) {
    if (there.length !== 32) throw damaged(paths.key, `it has ${there.length} bytes instead of 32`)
    return there
  }
  return writable ? madeOnce(paths, files) : passingKey()
}

const damaged = (key: string, how: string): BackstepError =>
  fail('key-damaged', `${key} is damaged: ${how}. Nothing was changed.`, 'Put the file back from a backup; without it earlier digests cannot be compared.', { place: { file: key } })

/** For whoever compares nothing with what was kept. */
export const passingKey = (): Buffer => randomBytes(32)

/** Two programs that open a new project together must get the same key. */
function madeOnce(paths: ProjectPaths, files: Files): Promise<Buffer> {
  return whileLocked(paths.registryLock, 10_000, () => fail('project-busy', `${paths.project} is being set up by another program. Nothing was changed.`, 'Try again.'), async () => {
    const there = await files.read(paths.key)
    if (there !== null) return there
    await requireNothingKept(paths)
    const key = randomBytes(32)
    await files.write(paths.key, key, { mode: 0o600 })
    return key
  })
}

async function requireNothingKept({ key, manifests, snapshots }: ProjectPaths): Promise<void> {
  const kept = (await Promise.all([manifests, snapshots].map(async (folder) => (await orMissing(readdir(folder))) ?? []))).flat()
  if (kept.length === 0) return
  throw fail('key-lost', `${key} is gone, and ${plural(kept.length, 'manifest or snapshot was', 'manifests and snapshots were')} kept with it: nothing in them could be compared any more. Nothing was changed.`,
    `Put the file back from a backup. If there is none, move ${manifests} and ${snapshots} away: a new key is made then, and the deployments before it are known by their records alone.`, { place: { file: key } })
}
