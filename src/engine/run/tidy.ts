/** What a killed process left half-written in an environment is put right before anybody goes on there. The caller has its lock. */
import { readdir, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { EnvironmentDefinition } from '../../domain/definition'
import type { Step } from '../../domain/plan'
import type { RunState } from '../../domain/run'
import { placeOf } from '../config-place'
import { removeLeftIn } from '../left-files'
import { correctRecord, statesFolder } from '../runtimes/supervisor'
import { databaseOf } from '../session/adapters'
import { contextOf, type Session } from '../session/session'

/** Never throws: it must not keep anybody from a rollback. */
export async function tidy(session: Session, definition: EnvironmentDefinition, run: RunState | null): Promise<void> {
  const context = contextOf(session, definition)
  for (const service of definition.services) await correctRecord(context, service).catch(() => undefined)
  for (const folder of await foldersOf(session, definition, run)) await removeLeftIn(context, folder).catch(() => undefined)
}

/** Those where a run, or whoever prepares one, replaces files. */
async function foldersOf(session: Session, definition: EnvironmentDefinition, run: RunState | null): Promise<ReadonlySet<string>> {
  const { path, paths } = session
  const context = contextOf(session, definition)
  const config = await Promise.all(definition.config.map((file) => configFolders(path, file.path)))
  const databases = definition.databases.flatMap((database) => databaseOf(database.engine).folder(context, database) ?? [])
  const written = (run?.header.plan.steps ?? []).flatMap((step) => folderOf(path, step) ?? [])
  const kept = run ? [...(await foldersBelow(paths.snapshotFolder(run.header.runId))), ...(await foldersBelow(paths.replacedFolder(run.header.runId)))] : []
  return new Set([path, paths.deployments, paths.backups, statesFolder(context), ...config.flat(), ...databases, ...written, ...kept])
}

/** Beside the file itself, and beside what a link to it leads to. */
async function configFolders(project: string, path: string): Promise<readonly string[]> {
  const place = await placeOf(project, path).catch(() => null)
  return place === null ? [] : [dirname(place), dirname(await realpath(place).catch(() => place))]
}

const folderOf = (project: string, { action }: Step): string | null =>
  action.kind === 'link' || action.kind === 'worktree' ? dirname(resolve(project, action.path)) : null

async function foldersBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return [folder, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))]
}

/** What was restored for a run that did not get to use it; another one restores anew. Never throws: the next restore removes it as well. */
export async function removeUnused(session: Session, { header: { plan } }: RunState): Promise<void> {
  const context = contextOf(session, plan.definition)
  for (const database of plan.definition.databases) await databaseOf(database.engine).removeBeside(context, database).catch(() => undefined)
}
