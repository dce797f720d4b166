/**
 * Takeovers from before a holder is ended until they stand in the journal of a run: a file each. Not in the store, which a holder that was
 * paused in the middle of a transaction lets nobody write.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Actor, HeldBy, Takeover } from '../../domain/run'
import type { ProcessId } from '../hosts/host'
import { fileNameOf, projectPaths } from '../paths'
import type { Session } from '../session/session'
import type { Holder } from '../store/store'

export interface BegunTakeover {
  readonly file: string
  readonly environment: string
  /** What the holder said that it drives; null when it held the environment for something else. */
  readonly runId: string | null
  readonly takeover: Takeover
  readonly holder: ProcessId
  readonly taker: ProcessId
  /** The holder was ended by it: said once it was. */
  readonly ended: boolean
}

/** How the file is named then: a rename needs no room on a full disk. */
const ENDED = '.ended.json'
export interface Why { readonly actor: Actor; readonly reason: string }
export const heldBy = ({ user, host, pid, since }: Holder): HeldBy => ({ user, host, pid, since })

/** Lasts when it resolves. `project`: where the environment is. */
export async function beginTakeover({ path, context }: Session, holder: Holder, why: Why, project = path): Promise<BegunTakeover> {
  const { environment, runId, epoch, pid, startTime, bootId } = holder
  const taker = context.host('local').self()
  const folder = projectPaths(project).takeovers
  const file = join(folder, `${fileNameOf(`${environment}:${epoch}:${taker.pid}`)}.json`)
  const begun = { environment, runId, takeover: { at: context.clock.now().toISOString(), ...why, from: heldBy(holder) }, holder: { pid, startTime, bootId }, taker }
  await context.files.makeFolder(folder, 0o700)
  await context.files.write(file, `${JSON.stringify(begun)}\n`, { mode: 0o600 })
  return { file, ...begun, ended: false }
}

/** The holder was ended. Never throws: where that cannot be written, a run that is still unfinished tells it. */
export async function markEnded({ context }: Pick<Session, 'context'>, begun: readonly BegunTakeover[]): Promise<void> {
  for (const { file } of begun) await context.files.rename(file, file.replace(/\.json$/, ENDED)).catch(() => undefined)
}

/** Of the environment, the oldest first. What this user may not read stays until somebody may: it keeps nobody from going on. */
export async function begunTakeovers({ path, context }: Session, environment: string): Promise<readonly BegunTakeover[]> {
  const folder = projectPaths(path).takeovers
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const all = await Promise.all(names.map(async (name) => parsed(join(folder, name), await context.files.read(join(folder, name)).catch(() => null))))
  return all.flat().filter((begun) => begun.environment === environment).sort((one, other) => (one.takeover.at < other.takeover.at ? -1 : 1))
}

/** They stand in a journal, or never came to be. Never throws: one that stays is known by the journal. */
export async function forgetTakeovers({ context }: Pick<Session, 'context'>, begun: readonly BegunTakeover[]): Promise<void> {
  for (const { file } of begun) await context.files.remove(file).catch(() => undefined)
}

const PROCESS = z.object({ pid: z.int().positive(), startTime: z.string(), bootId: z.string() })
const BEGUN = z.object({
  environment: z.string(), runId: z.string().nullable(), holder: PROCESS, taker: PROCESS,
  takeover: z.object({
    at: z.iso.datetime(), reason: z.string(), actor: z.object({ user: z.string(), host: z.string() }),
    from: z.object({ user: z.string(), host: z.string(), pid: z.int().positive(), since: z.string() })
  })
})

/** What somebody else put there is none. */
function parsed(file: string, content: Buffer | null): readonly BegunTakeover[] {
  try {
    return content === null ? [] : [{ ...BEGUN.parse(JSON.parse(content.toString('utf8'))), file, ended: file.endsWith(ENDED) }]
  } catch {
    return []
  }
}
