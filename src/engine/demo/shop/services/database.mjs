// The shop's database. Opening it brings its schema up to date.
import { createRequire } from 'node:module'
import path from 'node:path'
import { environment, home } from './settings.mjs'

const { DatabaseSync } = createRequire(import.meta.url)(path.join(home, 'vendor', 'sqlite.node'))

export function open() {
  const database = new DatabaseSync(path.join(home, 'data', `${environment}.db`))
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA busy_timeout = 5000')
  migrate(database)
  return database
}

function migrate(database) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS products (
      sku TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      price_cents INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS orders (
      id INTEGER PRIMARY KEY,
      sku TEXT NOT NULL,
      amount INTEGER NOT NULL,
      sum INTEGER NOT NULL,
      placed_at TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS orders_by_time ON orders (placed_at);
  `)
}
