/** What the next start finds after a death, before it does anything: everything can be read, and what was confirmed is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../../../src/engine'
import { problemOf } from '../../../src/domain/problem'
import { isTemporary } from '../../../src/engine/files/temporary-name'
import { createManifests } from '../../../src/engine/manifests'
import { readState } from '../../../src/engine/runtimes/supervisor/state'
import { contextOf, environmentOf, type Session } from '../../../src/engine/session/session'
import { ENVIRONMENT, openedSession, SERVICES } from '../shop/create'
import { digestOf } from './tasks'

export interface Check {
  /** A line for each file that cannot be read, or is neither as it was nor as it is to be. */
  readonly unreadable: readonly string[]
  /** Digests of every event, by run, in order. */
  readonly events: Readonly<Record<string, readonly string[]>>
  readonly history: number
  /** Lines of the output, of all runs, that were not written whole. */
  readonly torn: number
}

export async function check(engine: Engine, project: string, contents: Readonly<Record<string, readonly string[]>>): Promise<Check> {
  const unreadable: string[] = []
  const must = async <T>(what: string, work: () => Promise<T> | T): Promise<T | null> => {
    try {
      return await work()
    } catch (error) {
      unreadable.push(`${what}: ${problemOf(error).message}`)
      return null
    }
  }
  await must('registry', () => engine.deployments(project, { environment: null, text: '', from: null, until: null, sort: 'timestamp', descending: true, offset: 0, limit: 100 }))
  await must('overview', () => engine.overview(project, true))
  const history = await must('history', () => engine.verifyHistory(project))
  if (history?.ok === false) unreadable.push(`history: ${history.problem?.message ?? ''}`)
  for (const [path, known] of Object.entries(contents)) if (!known.includes(textOf(join(project, path)))) unreadable.push(`${path}: is neither the old nor the new one`)
  const events = await must('session', async () => inside(await openedSession(project), must))
  await must('snapshots', () => engine.snapshots(project))
  let torn = 0
  for (const runId of Object.keys(events ?? {})) torn += (await must(`output of ${runId}`, () => tornLines(engine, project, runId))) ?? 0
  return { unreadable, events: events ?? {}, history: history?.records ?? -1, torn }
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : 'absent')

async function inside(session: Session, must: <T>(what: string, work: () => Promise<T>) => Promise<T | null>): Promise<Record<string, readonly string[]>> {
  const context = contextOf(session, await environmentOf(session, ENVIRONMENT))
  const manifests = createManifests(context)
  for (const name of SERVICES) await must(`service ${name}`, () => readState(context, name))
  for (const id of await manifests.ids('manifests')) await must(`manifest ${id}`, () => manifests.verify('manifests', id))
  const events: Record<string, readonly string[]> = {}
  for (const { runId } of await session.store.runs()) {
    const all = await session.store.events(runId)
    events[runId] = all.map(digestOf)
    if (all.some(({ type }) => type === 'snapshot-verified')) await must(`snapshot ${runId}`, () => manifests.verify('rollback-snapshots', runId))
  }
  for (const name of readdirSync(session.paths.backups).filter((one) => !isTemporary(one))) await must(`backup ${name}`, async () => void JSON.parse(readFileSync(join(session.paths.backups, name), 'utf8')))
  return events
}

async function tornLines(engine: Engine, project: string, runId: string): Promise<number> {
  const { lines } = await engine.output(project, runId, 0, 100_000)
  return lines.filter(({ text }) => text === 'This line of the output was not written whole.').length
}
