/** The newest good copies of the registry. A copy's name holds its number, so that clocks may go back, and the beginning of its digest. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Registry } from '../../domain/deployment'
import type { Instant } from '../../domain/facts'
import { parseRegistry } from '../../domain/registry/read'
import type { Clock } from '../context'
import type { Files } from '../files/files'
import type { ProjectPaths } from '../paths'
import { sha256 } from './reading'

const KEPT = 5
const NAME = /^deployment-registry\.(\d{6,})\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([0-9a-f]{12})\.json$/

interface Named { readonly name: string; readonly number: number; readonly digest: string; readonly takenAt: Instant }

/** A copy that is whole and can be read. */
export interface GoodCopy { readonly name: string; readonly takenAt: Instant; readonly bytes: Buffer; readonly registry: Registry }

export interface Backups {
  /** Keeps a copy of good content, unless the newest copy is the same. */
  keep(bytes: Uint8Array): Promise<void>
  newestGood(): Promise<GoodCopy | null>
  /** Newest first. */
  allGood(): Promise<readonly GoodCopy[]>
  /** Null when there is none of that name or it is not whole. */
  good(name: string): Promise<GoodCopy | null>
  /** Keeps what is replaced beside the copies, for whoever looks into it. Answers the path. */
  keepReplaced(bytes: Uint8Array): Promise<string>
}

export function createBackups(paths: ProjectPaths, files: Files, clock: Clock): Backups {
  const list = async (): Promise<readonly Named[]> => copiesIn(await readdir(paths.backups).catch(() => []))
  const read = async ({ name, digest, takenAt }: Named): Promise<GoodCopy | null> => {
    const bytes = await files.read(join(paths.backups, name))
    const registry = bytes && sha256(bytes).startsWith(digest) ? registryIn(bytes) : null
    return bytes && registry && { name, takenAt, bytes, registry }
  }
  return {
    good: async (name) => {
      const [named] = copiesIn([name])
      return named ? read(named) : null
    },
    async keep(bytes) {
      const copies = await list()
      const digest = sha256(bytes).slice(0, 12)
      if (copies[0]?.digest === digest) return
      await files.makeFolder(paths.backups)
      await files.write(join(paths.backups, nameOf((copies[0]?.number ?? 0) + 1, clock.now(), digest)), bytes, { mode: 0o600 })
      await files.removeListed(paths.backups, copies.slice(KEPT - 1).map(({ name }) => name))
    },
    async newestGood() {
      for (const named of await list()) {
        const copy = await read(named)
        if (copy) return copy
      }
      return null
    },
    allGood: async () => (await Promise.all((await list()).map(read))).filter((copy) => copy !== null),
    async keepReplaced(bytes) {
      const path = join(paths.backups, `${registryIn(bytes) ? 'replaced' : 'damaged'}.${stamp(clock.now())}.${sha256(bytes).slice(0, 12)}.json`)
      await files.makeFolder(paths.backups)
      await files.write(path, bytes, { mode: 0o600 })
      return path
    }
  }
}

/** Newest first. */
function copiesIn(names: readonly string[]): readonly Named[] {
  return names.flatMap((name) => {
    const [, number, year, month, day, hour, minute, second, digest] = NAME.exec(name) ?? []
    if (number === undefined || digest === undefined) return []
    return [{ name: basename(name), number: Number(number), digest, takenAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z` }]
  }).sort((one, other) => other.number - one.number)
}

const stamp = (now: Date): string => now.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
const nameOf = (number: number, now: Date, digest: string): string => `deployment-registry.${String(number).padStart(6, '0')}.${stamp(now)}.${digest}.json`

function registryIn(bytes: Uint8Array): Registry | null {
  try {
    return parseRegistry(bytes, 'copy', sha256)
  } catch {
    return null
  }
}
