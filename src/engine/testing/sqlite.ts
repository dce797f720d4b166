/** A small SQLite database of a throw-away project, and what is in it. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { DatabaseDefinition } from '../../domain/definition'
import type { DatabaseFact } from '../../domain/facts'
import { sqlite } from '../databases/sqlite'
import { storeIn, temporaryFolder, testContext } from './project'

export const main: DatabaseDefinition = { name: 'main', engine: 'sqlite', onRollback: 'restore', usedBy: null, settings: { path: 'shop.db' } }
const V1 = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL DEFAULT 0); CREATE INDEX by_total ON orders(total); CREATE VIEW big AS SELECT * FROM orders WHERE total > 5;'

export function run(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}
/** The first value of the first row. */
export function ask(path: string, sql: string): unknown {
  const database = new DatabaseSync(path)
  try {
    return Object.values(database.prepare(sql).get() as object)[0]
  } finally {
    database.close()
  }
}

/** Three orders in the live database; the copy is still to be made. */
export async function given(mode: 'wal' | 'delete' = 'wal') {
  const project = temporaryFolder()
  const context = testContext(project, { databases: [main], store: await storeIn(project) })
  const live = join(project, 'shop.db')
  run(live, `PRAGMA journal_mode = ${mode}; ${V1} INSERT INTO orders (total) VALUES (1), (2), (3)`)
  chmodSync(live, 0o640)
  const copy = join(project, 'copy.sqlite')
  return { project, context, live, copy }
}
export type Given = Awaited<ReturnType<typeof given>>

/** Throws the reason of one that is not known. */
export const known = (fact: DatabaseFact) => {
  if (!fact.known) throw new Error(fact.reason)
  return fact
}
export const observe = async ({ context }: Given) => known(await sqlite.observe(context, main))

/** A copy of v1, then v2 in the live one. */
export async function released(mode: 'wal' | 'delete' = 'wal'): Promise<Given> {
  const all = await given(mode)
  await sqlite.dump(all.context, main, all.copy)
  run(all.live, 'ALTER TABLE orders ADD COLUMN coupon TEXT; INSERT INTO orders (total) VALUES (4), (5); CREATE TABLE coupons (id INTEGER PRIMARY KEY)')
  return all
}
