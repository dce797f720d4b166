/** The newest good copies of the registry. A copy's name holds its number, so that clocks may go back, and the beginning of its digest. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseRegistry } from '../../domain/registry/read'
import type { Clock } from '../context'
import type { Files } from '../files/files'
import type { ProjectPaths } from '../paths'
import { sha256 } from './reading'

const KEPT = 5
const NAME = /^deployment-registry\.(\d{6,})\.[0-9TZ]+\.([0-9a-f]{12})\.json$/

interface Copy { readonly name: string; readonly number: number; readonly digest: string }

export interface Backups {
  /** Keeps a copy of good content, unless the newest copy is the same. */
  keep(bytes: Uint8Array): Promise<void>
  /** The newest copy that is still whole and can be read. */
  newestGood(): Promise<string | null>
  /** A copy's content; null when there is none of that name or it is not whole. */
  good(name: string): Promise<Buffer | null>
  /** Keeps what is damaged beside the copies, for whoever looks into it. Answers the path. */
  keepDamaged(bytes: Uint8Array): Promise<string>
}

export function createBackups(paths: ProjectPaths, files: Files, clock: Clock): Backups {
  const list = async (): Promise<readonly Copy[]> => copiesIn(await readdir(paths.backups).catch(() => []))
  const good = async (name: string): Promise<Buffer | null> => {
    const digest = NAME.exec(name)?.[2]
    const bytes = digest === undefined ? null : await files.read(join(paths.backups, name))
    return bytes && sha256(bytes).startsWith(digest ?? '-') && isRegistry(bytes) ? bytes : null
  }
  return {
    good,
    async keep(bytes) {
      const copies = await list()
      const digest = sha256(bytes).slice(0, 12)
      if (copies[0]?.digest === digest) return
      await files.makeFolder(paths.backups)
      await files.write(join(paths.backups, nameOf((copies[0]?.number ?? 0) + 1, clock.now(), digest)), bytes, { mode: 0o600 })
      await files.removeListed(paths.backups, copies.slice(KEPT - 1).map(({ name }) => name))
    },
    async newestGood() {
      for (const { name } of await list()) if (await good(name)) return name
      return null
    },
    async keepDamaged(bytes) {
      const path = join(paths.backups, `damaged.${stamp(clock.now())}.${sha256(bytes).slice(0, 12)}.json`)
      await files.makeFolder(paths.backups)
      await files.write(path, bytes, { mode: 0o600 })
      return path
    }
  }
}

/** Newest first. */
function copiesIn(names: readonly string[]): readonly Copy[] {
  return names.flatMap((name) => {
    const [, number, digest] = NAME.exec(name) ?? []
    return number === undefined || digest === undefined ? [] : [{ name: basename(name), number: Number(number), digest }]
  }).sort((one, other) => other.number - one.number)
}

const stamp = (now: Date): string => now.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
const nameOf = (number: number, now: Date, digest: string): string => `deployment-registry.${String(number).padStart(6, '0')}.${stamp(now)}.${digest}.json`

function isRegistry(bytes: Uint8Array): boolean {
  try {
    parseRegistry(bytes, 'copy', sha256)
    return true
  } catch {
    return false
  }
}
