/** Everything that a run leaves, as data that can be compared: without ids, times and process numbers. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { contentOf, databasesState, storeState, type DatabasesState, type StoreState } from './databases'
import type { Shop } from './create'
import { plainer, type Plain } from './plainer'
import { runningState, type Running } from './running'

export interface State {
  /** Configuration, by path: mode and content. */
  readonly config: Readonly<Record<string, string>>
  /** Every other file, folder and link of the project: mode, and content where it is the same each time. */
  readonly files: Readonly<Record<string, string>>
  readonly databases: DatabasesState
  readonly services: readonly Running[]
  readonly records: Readonly<Record<string, unknown>>
  readonly store: StoreState
}

export async function stateOf(shop: Shop): Promise<State> {
  const store = storeState(shop.project)
  const plain = plainer(store.runIds)
  return {
    config: Object.fromEntries(['.env.staging', 'config/staging.json'].map((path) => [path, configOf(join(shop.project, path))])),
    files: filesOf(shop.project, plain),
    databases: databasesState(join(shop.project, 'data')),
    services: await runningState(shop),
    records: recordsOf(shop.project, plain),
    store: store.state
  }
}

const configOf = (file: string): string => (existsSync(file) ? `${modeOf(file)} ${readFileSync(file, 'utf8')}` : 'absent')
const modeOf = (file: string): string => (lstatSync(file).mode & 0o7777).toString(8)

/** Not compared as files: what git and SQLite keep for themselves, what is compared as records, and logs. */
const SKIPPED = /^(\.git|data|config|\.env\.staging)(\/|$)|^\.deployments\/(backups|logs)\/|\.db(-wal|-shm)?$|\.lock$|\.deployments\/worktrees\/.*\/\.git$/
/** What a snapshot or a manifest keeps of configuration and databases. */
const KEPT_CONFIG = /^\.deployments\/(manifests|rollback-snapshots)\/[^/]+\/config\//
const KEPT_DATABASE = /^\.deployments\/(manifests|rollback-snapshots)\/[^/]+\/database\//
/** Has times and numbers of processes in it: here only that it is there, its content among the records. */
const RECORDS = /^\.deployments\/(deployment-registry\.json|services\/|manifests\/|rollback-snapshots\/|runs\/)/

function filesOf(project: string, plain: Plain): State['files'] {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(project, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name)
    const path = relative(project, full)
    if (SKIPPED.test(path)) continue
    const what = entry.isSymbolicLink() ? `→ ${readlinkSync(full)}` : entry.isDirectory() ? 'folder' : fileOf(full, path)
    files[plain.text(path)] = `${modeOf(full)} ${plain.text(what)}`
  }
  return files
}
function fileOf(full: string, path: string): string {
  // The bytes of a copy hold a counter: what can be read in it is what counts.
  if (KEPT_DATABASE.test(path)) return readable(() => hash(JSON.stringify(contentOf(full))))
  return RECORDS.test(path) && !KEPT_CONFIG.test(path) ? 'file' : sha(full)
}
const readable = (work: () => string): string => {
  try {
    return work()
  } catch {
    return 'unreadable'
  }
}
const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const sha = (file: string): string => hash(readFileSync(file))

/** The registry, what is known of services, and every manifest. */
function recordsOf(project: string, plain: Plain): State['records'] {
  const deployments = join(project, '.deployments')
  const files = ['deployment-registry.json', ...jsonIn(deployments, 'services'), ...jsonIn(deployments, 'manifests'), ...jsonIn(deployments, 'rollback-snapshots')]
  return Object.fromEntries(files.filter((path) => /registry\.json$|^services\/|manifest\.json$|metadata\.json$/.test(path)).map((path) => [plain.text(path), recordOf(join(deployments, path), plain)]))
}

/** What was being written when the power went may be anything; that it is still there shows by its name. */
function recordOf(file: string, plain: Plain): unknown {
  try {
    return plain.value(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return 'unreadable'
  }
}

const jsonIn = (folder: string, name: string): readonly string[] =>
  existsSync(join(folder, name)) ? readdirSync(join(folder, name), { recursive: true }).map((path) => join(name, String(path))).filter((path) => path.endsWith('.json')).sort() : []

/** Where two states differ, a line each; empty when they are equal. */
export function differencesBetween(wanted: unknown, found: unknown, path = ''): readonly string[] {
  if (Object.is(wanted, found)) return []
  if (typeof wanted === 'object' && typeof found === 'object' && wanted !== null && found !== null && Array.isArray(wanted) === Array.isArray(found)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].flatMap((key) =>
      differencesBetween((wanted as Record<string, unknown>)[key], (found as Record<string, unknown>)[key], path === '' ? key : `${path} › ${key}`))
  }
  const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300))
  return [`${path}: ${shown(found)} instead of ${shown(wanted)}`]
}
