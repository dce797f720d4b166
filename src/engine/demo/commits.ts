/** The shop's commits: fixed people, times and edits, so that every demo has the same hashes. */
import { configText } from './settings'
import { edited, firstTree, type Edit, type Tree } from './tree'

export interface Commit {
  readonly subject: string
  readonly author: string
  readonly email: string
  /** Seconds since 1970. */
  readonly at: number
  readonly tree: Tree
  readonly tag: string | null
}

const MARA = 'Mara Lindt'
const JONAS = 'Jonas Weil'
const PRIYA = 'Priya Nair'
const BOT = 'Release bot'

interface Change { readonly on: string; readonly author: string; readonly subject: string; readonly edits: readonly Edit[]; readonly tag?: string }

const edit = (path: string, from: string, to: string): Edit => ({ path, from, to })
const release = (on: string, from: string, to: string): Change =>
  ({ on, author: BOT, subject: `release: ${to.slice(1)}`, edits: [edit('services/version.mjs', from, to)], tag: to })
const config = (environment: 'dev' | 'staging' | 'production', from: 'v1.0.0' | 'v1.1.0', to: 'v1.1.0' | 'v2.0.0'): Edit =>
  edit(`config/${environment}.json`, configText(environment, from), configText(environment, to))

const CHANGES: readonly Change[] = [
  { on: '2026-02-02T09:12:00Z', author: MARA, subject: 'db: say that order totals are cents', edits: [
    edit('services/database.mjs', '  `)\n}', "  `)\n  // Until v1.0 the column was called sum, which people took for euros.\n  if (has(database, 'sum')) database.exec('ALTER TABLE orders RENAME COLUMN sum TO total_cents')\n}\n\nconst has = (database, column) =>\n  database.prepare(\"SELECT 1 FROM pragma_table_info('orders') WHERE name = ?\").get(column) !== undefined"),
    edit('services/api.mjs', 'INSERT INTO orders (sku, amount, sum, placed_at)', 'INSERT INTO orders (sku, amount, total_cents, placed_at)'),
    edit('services/api.mjs', 'SELECT id, sku, sum FROM', 'SELECT id, sku, total_cents FROM')
  ] },
  { on: '2026-02-03T14:40:00Z', author: JONAS, subject: 'config: larger carts, receipts by mail', edits: [config('dev', 'v1.0.0', 'v1.1.0'), config('staging', 'v1.0.0', 'v1.1.0'), config('production', 'v1.0.0', 'v1.1.0')] },
  release('2026-02-04T08:00:00Z', 'v1.0.0', 'v1.1.0'),
  { on: '2026-02-16T10:05:00Z', author: PRIYA, subject: 'web: say what to do when the catalogue is empty', edits: [
    edit('services/web.mjs', "<ul>${rows.join('')}</ul>", "<ul>${rows.join('') || '<li>Nothing today, come back tomorrow</li>'}</ul>")
  ] },
  release('2026-02-17T08:00:00Z', 'v1.1.0', 'v1.2.0-rc.1'),
  { on: '2026-03-02T11:31:00Z', author: MARA, subject: 'db: coupons', edits: [
    edit('services/database.mjs', 'TO total_cents\')\n}', "TO total_cents')\n  database.exec('CREATE TABLE IF NOT EXISTS coupons (code TEXT PRIMARY KEY NOT NULL, percent INTEGER NOT NULL)')\n  if (!has(database, 'coupon')) database.exec('ALTER TABLE orders ADD COLUMN coupon TEXT')\n}")
  ] },
  { on: '2026-03-03T16:22:00Z', author: JONAS, subject: 'api: coupons take a percentage off', edits: [
    edit('services/api.mjs', 'INSERT INTO orders (sku, amount, total_cents, placed_at) VALUES (?, ?, ?, ?)', 'INSERT INTO orders (sku, amount, total_cents, placed_at, coupon) VALUES (?, ?, ?, ?, ?)'),
    edit('services/api.mjs', '\nconst recent', "\nconst coupons = database.prepare('SELECT code, percent FROM coupons WHERE code = ?')\nconst recent"),
    edit('services/api.mjs', '  const prices =', "  const coupon = cart.coupon && coupons.get(cart.coupon)\n  const rate = (100 - coupon.percent) / 100\n  const prices ="),
    edit('services/api.mjs', 'sum: amount * product.get(sku).price_cents', 'sum: Math.round(amount * product.get(sku).price_cents * rate)'),
    edit('services/api.mjs', 'place.run(sku, amount, sum, new Date().toISOString())', 'place.run(sku, amount, sum, new Date().toISOString(), cart.coupon ?? null)')
  ] },
  { on: '2026-03-04T09:50:00Z', author: PRIYA, subject: 'web: tell about coupons', edits: [
    edit('services/web.mjs', '<h1>Shop</h1>', '<h1>Shop</h1><p>Coupon WELCOME takes 15 % off.</p>')
  ] },
  { on: '2026-03-04T15:18:00Z', author: PRIYA, subject: 'worker: look for orders every 2 seconds', edits: [edit('services/worker.mjs', 'EVERY = 5000', 'EVERY = 2000')] },
  { on: '2026-03-05T13:02:00Z', author: JONAS, subject: 'config: coupons on in dev and staging', edits: [config('dev', 'v1.1.0', 'v2.0.0'), config('staging', 'v1.1.0', 'v2.0.0')] },
  release('2026-03-06T08:00:00Z', 'v1.2.0-rc.1', 'v2.0.0'),
  { on: '2026-03-09T12:44:00Z', author: MARA, subject: 'api: a cart without a coupon pays the full price', edits: [
    edit('services/api.mjs', '(100 - coupon.percent)', '(100 - (coupon?.percent ?? 0))')
  ] },
  release('2026-03-10T08:00:00Z', 'v2.0.0', 'v2.1.0-rc.1')
]

const emailOf = (author: string): string => `${author.toLowerCase().split(' ')[0]}@shop.example`

/** Oldest first; the last one is what `main` is at. */
export function shopCommits(): readonly Commit[] {
  const commits: Commit[] = [{ subject: 'A shop: catalogue, checkout, worker', author: MARA, email: emailOf(MARA), at: seconds('2026-01-12T10:00:00Z'), tree: firstTree, tag: 'v1.0.0' }]
  for (const change of CHANGES) {
    const tree = edited(commits.at(-1)?.tree ?? firstTree, change.edits)
    commits.push({ subject: change.subject, author: change.author, email: emailOf(change.author), at: seconds(change.on), tree, tag: change.tag ?? null })
  }
  return commits
}
const seconds = (at: string): number => Date.parse(at) / 1000

/** The files of a release. */
export function treeOf(version: string): Tree {
  const commit = shopCommits().find(({ tag }) => tag === version)
  return commit?.tree ?? firstTree
}
