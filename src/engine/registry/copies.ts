/** When the registry is damaged or gone: what there is instead, and how it is put back. */
import { BackstepError, fail, problemOf, type Problem } from '../../domain/problem'
import { parseRegistry } from '../../domain/registry/read'
import { dayTime, plural } from '../../domain/text'
import type { GoodCopy } from './backups'
import type { Parts } from './parts'
import { sha256 } from './reading'

export interface RegistryCopies {
  /** Null when there is no file. */
  readonly bytes: Buffer | null
  /** What is wrong with the file; null when it can be read. */
  readonly problem: Problem | null
  /** Newest first. */
  readonly copies: readonly GoodCopy[]
}

export async function copiesOf(parts: Parts): Promise<RegistryCopies> {
  const { paths, files, backups } = parts
  const [bytes, copies] = [await files.read(paths.registry), await backups.allGood()]
  const [newest] = copies
  if (bytes === null) return { bytes, copies, problem: newest && newest.registry.deployments.length > 0 ? goneWithCopy(parts, newest).problem : null }
  try {
    parseRegistry(bytes, paths.registry, sha256)
    return { bytes, copies, problem: null }
  } catch (error) {
    return { bytes, copies, problem: problemOf(withCopy(error, newest ?? null)) }
  }
}

export async function damagedWithCopy({ backups }: Parts, error: unknown): Promise<unknown> {
  return withCopy(error, await backups.newestGood().catch(() => null))
}

function withCopy(error: unknown, copy: GoodCopy | null): unknown {
  if (!(error instanceof BackstepError) || error.problem.code !== 'registry-damaged' || copy === null) return error
  return new BackstepError({ ...error.problem, next: `${exists(copy)} ${RESTORE}, or correct the file at that place.` }, { cause: error })
}

export const goneWithCopy = ({ paths }: Parts, copy: GoodCopy): BackstepError =>
  fail('registry-missing', `deployment-registry.json is gone from ${paths.deployments}. Nothing was changed.`, `${exists(copy)} ${RESTORE}; to begin with an empty registry instead, remove ${paths.backups}.`, { place: { file: paths.registry } })

const RESTORE = 'Restore it in the Overview or with `backstep registry restore`'
const exists = ({ takenAt, registry }: GoodCopy): string => `A good copy from ${dayTime(takenAt, 'utc')} UTC exists, with ${plural(registry.deployments.length, 'deployment', 'deployments')}.`

/** Answers where the file that was there is kept; null when there was none. */
export async function restore({ paths, files, backups }: Parts, name: string, digest: string | null): Promise<string | null> {
  const copy = await backups.good(name)
  if (!copy) throw fail('copy-damaged', `There is no whole copy ${name} in ${paths.backups}. Nothing was changed.`, 'Choose another copy.', { place: { file: paths.backups } })
  const old = await files.read(paths.registry)
  if ((old && sha256(old)) !== digest) throw fail('registry-changed', `${paths.registry} was changed by another program meanwhile. Nothing was changed.`, 'Look at it again.', { place: { file: paths.registry } })
  if (old) refuseNewer(old, paths.registry)
  const keptAs = old && (await backups.keepReplaced(old))
  await files.write(paths.registry, copy.bytes, old ? {} : { mode: 0o644 })
  return keptAs
}

/** What a newer tool wrote is not damaged, and is not put back to an older format. */
function refuseNewer(bytes: Buffer, file: string): void {
  try {
    parseRegistry(bytes, file, sha256)
  } catch (error) {
    if (problemOf(error).code === 'registry-newer') throw error
  }
}
