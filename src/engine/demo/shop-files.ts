/** Puts the shop's files into its folder: everything that git does not hold. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'
import { treeOf } from './commits'
import { definitionText, portsFrom } from './definition'
import { configText, ENVIRONMENTS, secretsText, type DemoEnvironment, type DemoVersion } from './settings'
import { FILL } from './sources'
import { CAPTURED } from './story'

/**
 * Node 20 has no SQLite of its own, so the shop gets a copy of the library that Backstep itself uses: one file, which works
 * wherever the demo stands and whatever becomes of this installation.
 */
export async function vendorSqlite(files: Files, folder: string): Promise<void> {
  await files.makeFolder(path.join(folder, 'vendor'), 0o755)
  await files.copy(sqliteBinary(), path.join(folder, 'vendor', 'sqlite.node'), 0o644)
  await files.write(path.join(folder, 'vendor', 'fill.mjs'), FILL, { mode: 0o644 })
}

function sqliteBinary(): string {
  const root = path.dirname(createRequire(import.meta.url).resolve('@photostructure/sqlite/package.json'))
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc'
  const file = path.join(root, 'prebuilds', `${process.platform}-${process.arch}`, `@photostructure+sqlite.${libc}.node`)
  if (existsSync(file)) return file
  throw fail('demo-sqlite', `There is no SQLite library for ${process.platform} on ${process.arch} in this installation, and the demo's shop needs one.`, 'Try Backstep on a project of your own.', { place: { file } })
}

export async function writeDefinition(files: Files, folder: string, firstPort: number): Promise<void> {
  await files.write(path.join(folder, 'backstep.yaml'), definitionText(portsFrom(firstPort)), { mode: 0o644 })
  await Promise.all(['data', 'config'].map((name) => files.makeFolder(path.join(folder, name), 0o755)))
}

/** `.env.<environment>` and `config/<environment>.json` as a version had them. */
export async function writeSettings(files: Files, folder: string, environment: DemoEnvironment, version: DemoVersion): Promise<void> {
  await files.write(path.join(folder, `.env.${environment}`), secretsText(environment, version), { mode: 0o600 })
  await files.write(path.join(folder, 'config', `${environment}.json`), configText(environment, version), { mode: 0o644 })
}

/** The worker's releases: a folder for each version that was deployed. */
export async function writeWorkerReleases(files: Files, folder: string): Promise<void> {
  await Promise.all(ENVIRONMENTS.flatMap((environment) => versionsIn(environment).map((version) => writeRelease(files, workerRelease(folder, environment, version), version))))
}
const versionsIn = (environment: DemoEnvironment): readonly DemoVersion[] => [...new Set(CAPTURED.filter((one) => one.environment === environment).map(({ version }) => version))]

export const workerRelease = (folder: string, environment: DemoEnvironment, version: DemoVersion): string => path.join(folder, 'deploy', environment, 'worker', version)

async function writeRelease(files: Files, release: string, version: DemoVersion): Promise<void> {
  await files.makeFolder(release, 0o755)
  const services = Object.entries(treeOf(version)).filter(([file]) => file.startsWith('services/'))
  await Promise.all(services.map(([file, text]) => files.write(path.join(release, path.basename(file)), text, { mode: 0o644 })))
}
