/** A secret in every place where one can hide, a whole story, and then every byte that was written or printed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { none, type Figure, type Work } from '../figures'
import { endAll } from '../shop/processes'
import { createLeaky, type Leaky } from './project'
import { searchFolder, searchIn, type Leak } from './search'
import { seedsOf, seedsOfKey, type Seed } from './seeds'
import { tell } from './story'

export async function secrets(work: Work): Promise<readonly Figure[]> {
  const { seeds, all } = seedsOf(work.seed)
  const leaky = await createLeaky(work.folder, seeds)
  const printed = join(work.folder, 'printed')
  try {
    const { commands, codes } = await tell(leaky, seeds, printed, work.isWhole)
    const hidden = [...all, ...keysOf(leaky)]
    const leaks = [...searchFolder(printed, hidden, () => false), ...writtenLeaks(leaky, hidden)]
    for (const line of groupedLines(leaks)) work.say(line)
    if (leaks.length > 0) work.say(`exit codes: ${codes.join(', ')}`)
    return [none('Secrets found in what was written or printed', 'finds', leaks.map(({ where }) => where), `${hidden.length} secrets, ${commands} commands`)]
  } finally {
    await endAll(leaky.project)
  }
}

/** Where Backstep keeps the keys that it makes: there they are as they are. */
const KEYS = /^\.config\/backstep\/keys(\/|$)/

function keysOf({ signingKey, home }: Leaky): readonly Seed[] {
  const shown = readFileSync(`${signingKey}.pub`)
  const signing = seedsOfKey('the key that signs', readFileSync(signingKey, 'utf8')).filter((seed) => searchIn(shown, '', [seed]).length === 0)
  const made = readdirSync(home, { recursive: true }).map(String).filter((path) => KEYS.test(path) && path.endsWith('.txt'))
  return [...signing, ...made.flatMap((path) => seedsOfKey('the key that opens what is kept', readFileSync(join(home, path), 'utf8')))]
}

/** The same leak in many places is one line. */
function groupedLines(leaks: readonly Leak[]): readonly string[] {
  const groups = new Map<string, Leak[]>()
  for (const leak of leaks) {
    const key = `${leak.place} ${leak.around.replace(/[0-9a-f]{4,}/g, '#').slice(0, 60)}`
    groups.set(key, [...(groups.get(key) ?? []), leak])
  }
  return [...groups.values()].map(([first, ...others]) => `${first?.place} (${first?.form}) in ${first?.where} and ${others.length} more: ${first?.around}`)
}

/** Kept as they are, where no key encrypts them: configuration and databases. Not ours: what git keeps, what services write, the live files. */
const NOT_OURS = /^\.deployments\/(manifests|rollback-snapshots)\/[^/]+\/(config|database)(\/|$)|^\.deployments\/runs\/[^/]+\/replaced(\/|$)|^\.deployments\/(logs|worktrees)(\/|$)|^(\.git|data|config|releases)(\/|$)|^\.env\.staging$|^(notes-.*|build\.mjs|leaky\.mjs|VERSION|FAULT)$/

function writtenLeaks({ project, arguments: started, home }: Leaky, seeds: readonly Seed[]): readonly Leak[] {
  return [
    ...searchFolder(project, seeds, (path) => NOT_OURS.test(path)),
    ...searchFolder(home, seeds, (path) => KEYS.test(path)),
    ...searchFolder(join(home, '../tmp'), seeds, () => false),
    ...(existsSync(started) ? searchIn(readFileSync(started), 'the arguments of a program', seeds) : []),
    ...searchIn(Buffer.from(storeText(join(project, '.deployments/backstep.db'))), 'the store, row by row', seeds)
  ]
}

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
