// Fills the database of an environment with orders, as customers would have: the same rows every time.
// node fill.mjs SERVICES FROM TO START DAYS: orders FROM to TO, spread over DAYS from START.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [services, from, to, start, days] = process.argv.slice(2)
const { open } = await import(pathToFileURL(path.join(services, 'database.mjs')).href)
const PRODUCTS = [['beans', 'Coffee beans, 1 kg', 1890], ['cup', 'Cup, blue', 950], ['filter', 'Paper filters', 390], ['kettle', 'Kettle', 4900], ['tea', 'Green tea', 720]]

const database = open()
database.exec('PRAGMA synchronous = OFF; BEGIN')
const columns = database.prepare("SELECT name FROM pragma_table_info('orders')").all().map(({ name }) => name)
const total = columns.includes('total_cents') ? 'total_cents' : 'sum'
const coupons = columns.includes('coupon')

const product = database.prepare('INSERT OR IGNORE INTO products (sku, name, price_cents) VALUES (?, ?, ?)')
for (const row of PRODUCTS) product.run(...row)
if (coupons) {
  const coupon = database.prepare('INSERT OR IGNORE INTO coupons (code, percent) VALUES (?, ?)')
  for (const [code, percent] of [['AUTUMN', 10], ['WELCOME', 15]]) coupon.run(code, percent)
}
const order = database.prepare(`INSERT INTO orders (id, sku, amount, ${total}, placed_at${coupons ? ', coupon' : ''}) VALUES (?, ?, ?, ?, ?${coupons ? ', ?' : ''})`)
const step = (Number(days) * 86_400_000) / Math.max(1, to - from + 1)
for (let id = Number(from); id <= Number(to); id++) {
  const [sku, , price] = PRODUCTS[(id * 7) % PRODUCTS.length]
  const amount = 1 + ((id * 13) % 3)
  const at = new Date(Number(start) + (id - from) * step).toISOString()
  order.run(id, sku, amount, amount * price, at, ...(coupons ? [id % 3 === 0 ? 'AUTUMN' : 'WELCOME'] : []))
}
database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
database.close()
