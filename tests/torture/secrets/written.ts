/** Everything that was written, but for what is not ours. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Leaky } from './project'
import { searchFolder, searchIn, type Leak } from './search'
import { seedsOfKey, type Seed } from './seeds'

/** Where Backstep keeps the keys that it makes: there they are as they are. */
const KEYS = /^\.config\/backstep\/keys(\/|$)/

export function keysOf({ signingKey, home }: Leaky): readonly Seed[] {
  const shown = readFileSync(`${signingKey}.pub`)
  const signing = seedsOfKey('the key that signs', readFileSync(signingKey, 'utf8')).filter((seed) => searchIn(shown, '', [seed]).length === 0)
  const made = readdirSync(home, { recursive: true }).map(String).filter((path) => KEYS.test(path) && path.endsWith('.txt'))
  return [...signing, ...made.flatMap((path) => seedsOfKey('the key that opens what is kept', readFileSync(join(home, path), 'utf8')))]
}

/** What git keeps, what services write, the live files. */
const NOT_OURS = /^\.deployments\/(logs|worktrees)(\/|$)|^(\.git|data|config|releases)(\/|$)|^\.env\.staging$|^(notes-.*|build\.mjs|leaky\.mjs|VERSION|FAULT)$/
/** Copies of configuration and databases, by the run or the deployment that they were made for. */
const KEPT = /^\.deployments\/(?:manifests|rollback-snapshots|runs)\/([^/]+)\/(?:config|database|replaced)(?:\/|$)/

/** `inClear`: for which of them no key encrypts what is kept. */
export function writtenLeaks({ project, arguments: started, home }: Leaky, seeds: readonly Seed[], inClear: readonly string[]): readonly Leak[] {
  return [
    ...searchFolder(project, seeds, (path) => NOT_OURS.test(path) || inClear.includes(KEPT.exec(path)?.[1] ?? '')),
    ...searchFolder(home, seeds, (path) => KEYS.test(path)),
    ...['tmp', 'app'].map((name) => join(home, '..', name)).filter((folder) => existsSync(folder)).flatMap((folder) => searchFolder(folder, seeds, () => false)),
    ...(existsSync(started) ? searchIn(readFileSync(started), 'the arguments of a program', seeds) : []),
    ...searchIn(Buffer.from(storeText(join(project, '.deployments/backstep.db'))), 'the store, row by row', seeds)
  ]
}

/** How many copies were searched: none would prove nothing. */
export const keptCopies = (project: string, inClear: readonly string[]): number =>
  readdirSync(project, { recursive: true, withFileTypes: true }).filter((entry) => {
    const [, id] = KEPT.exec(join(entry.parentPath, entry.name).slice(project.length + 1)) ?? []
    return entry.isFile() && id !== undefined && !inClear.includes(id)
  }).length

/** A value may lie across two pages of the file. */
function storeText(file: string): string {
  const database = new DatabaseSync(file)
  const rows = (sql: string): object[] => database.prepare(sql).all() as object[]
  try {
    return rows("SELECT name FROM sqlite_master WHERE type = 'table'").map((row) => JSON.stringify(rows(`SELECT * FROM "${(row as { name: string }).name}"`))).join('\n')
  } finally {
    database.close()
  }
}
