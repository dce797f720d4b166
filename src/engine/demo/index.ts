/**
 * The demo: a small real shop to try everything on. Three environments run on this machine; staging has just got v2.0.0, whose
 * checkout answers 500. The same commits, ids, versions and schemas every time; times are relative to its creation.
 */
import path from 'node:path'
import { projectPaths } from '../paths'
import { createSessionDeps } from '../session/deps'
import { openSession, type SessionDeps } from '../session/session'
import { fail, problemOf } from '../../domain/problem'
import { playEnvironment } from './environment-story'
import { defaultFolder, newMarker, readMarker, requireMarker, requireNew, writeMarker } from './marker'
import { findPorts } from './ports'
import { deleteFolder } from './removal'
import { createRepository } from './repository'
import { startServices, withoutServices } from './services'
import { ENVIRONMENTS } from './settings'
import { vendorSqlite, writeDefinition, writeWorkerReleases } from './shop-files'
import { CAPTURED, oldRegistry } from './story'

export type DemoProgress = (sentence: string, done: number, total: number) => void

const nobody: DemoProgress = () => undefined
const TOTAL = CAPTURED.length + 2

/** Creates the demo in a folder that is empty or not there yet (null: the user's data folder) and starts it. One that is there is started. */
export async function createDemo(directory: string | null, onProgress: DemoProgress = nobody): Promise<{ path: string }> {
  const deps = createSessionDeps(process.env)
  const folder = path.resolve(directory ?? defaultFolder(process.env))
  const marker = await readMarker(deps.files, folder)
  if (marker?.complete) return startDemo(folder)
  if (marker) await removeDemo(folder)
  return createNewDemo(folder, onProgress)
}

/** As `createDemo`, but a demo that is there is refused and left as it is. */
export async function createNewDemo(folder: string, onProgress: DemoProgress = nobody): Promise<{ path: string }> {
  const deps = createSessionDeps(process.env)
  await requireNew(deps.files, path.resolve(folder))
  return build(path.resolve(folder), deps, null, onProgress)
}

/** Throws `demo-folder-taken` where no new demo can be made, and changes nothing. */
export const requireDemoPlace = (folder: string): Promise<void> => requireNew(createSessionDeps(process.env).files, path.resolve(folder))

/** As it was in the beginning, on the same ports when they are free. */
export async function resetDemo(folder: string, onProgress: DemoProgress = nobody): Promise<{ path: string }> {
  const deps = createSessionDeps(process.env)
  const { firstPort } = await requireMarker(deps.files, path.resolve(folder))
  await removeDemo(folder)
  return build(path.resolve(folder), deps, firstPort, onProgress)
}

/** Stops the demo's services and deletes its folder, if it is one. Refused while somebody holds one of its environments. */
export async function removeDemo(folder: string): Promise<void> {
  const deps = createSessionDeps(process.env)
  const resolved = path.resolve(folder)
  await requireMarker(deps.files, resolved)
  await withoutServices(resolved, deps, () => deleteFolder(deps.files, resolved))
}

/** Starts what should run and does not. */
export async function startDemo(folder: string): Promise<{ path: string }> {
  const deps = createSessionDeps(process.env)
  const resolved = path.resolve(folder)
  await requireMarker(deps.files, resolved)
  await startServices(resolved, deps)
  return { path: resolved }
}

async function build(folder: string, deps: SessionDeps, preferredPort: number | null, onProgress: DemoProgress): Promise<{ path: string }> {
  await requirePrograms(deps)
  const createdAt = deps.clock.now()
  const firstPort = await findPorts(preferredPort)
  await deps.files.makeFolder(folder, 0o755)
  await deps.files.makeFolder(projectPaths(folder).deployments, 0o700)
  await writeMarker(deps.files, folder, newMarker(createdAt.toISOString(), firstPort, false))
  try {
    await fill(folder, deps, createdAt.getTime(), firstPort, onProgress)
    await writeMarker(deps.files, folder, newMarker(createdAt.toISOString(), firstPort, true))
  } catch (error) {
    await removeDemo(folder).catch(() => undefined)
    throw error
  }
  onProgress('The demo runs', TOTAL, TOTAL)
  return { path: folder }
}

async function fill(folder: string, deps: SessionDeps, createdAt: number, firstPort: number, onProgress: DemoProgress): Promise<void> {
  onProgress("Writing the shop's history", 0, TOTAL)
  const [commits] = await Promise.all([createRepository(deps.host, folder), vendorSqlite(deps.files, folder), writeWorkerReleases(deps.files, folder)])
  await writeDefinition(deps.files, folder, firstPort)
  await deps.files.write(projectPaths(folder).registry, oldRegistry(folder, commits, createdAt), { mode: 0o644 })
  // Opened once before the environments are played side by side: it makes the store and the project's key.
  await (await openSession(folder, deps)).close()
  let done = 1
  onProgress('Deploying', done, TOTAL)
  const onDeployed = ({ version, environment }: { version: string; environment: string }): void => onProgress(`Deployed ${version} to ${environment}`, ++done, TOTAL)
  const played = await Promise.allSettled(ENVIRONMENTS.map((environment) => playEnvironment({ folder, deps, commits, createdAt, onDeployed }, environment)))
  const failed = played.find((one) => one.status === 'rejected')
  if (failed) throw fail('demo-failed', `The demo could not be made: ${problemOf(failed.reason).message}`, problemOf(failed.reason).next, { ...problemOf(failed.reason), code: 'demo-failed' })
}

async function requirePrograms({ host }: SessionDeps): Promise<void> {
  const [node, git] = await Promise.all([host.which('node'), host.which('git')])
  if (node === null) throw fail('demo-needs-node', "The demo's shop runs on Node.js, which was not found on this machine. Nothing was created.", 'Install Node.js 20 or newer from https://nodejs.org, then try again. Your own projects do not need it.')
  if (git === null) throw fail('demo-needs-git', "The demo's shop is a git repository, and git was not found on this machine. Nothing was created.", 'Install git, then try again.')
}
