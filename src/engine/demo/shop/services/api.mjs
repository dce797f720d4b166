// Catalogue and checkout.
import { open } from './database.mjs'
import { config, secrets, serve } from './settings.mjs'

if (!secrets.PAYMENT_API_KEY) throw new Error('PAYMENT_API_KEY is not set')
const database = open()
const products = database.prepare('SELECT sku, name, price_cents FROM products ORDER BY sku')
const product = database.prepare('SELECT price_cents FROM products WHERE sku = ?')
const place = database.prepare('INSERT INTO orders (sku, amount, sum, placed_at) VALUES (?, ?, ?, ?)')
const recent = database.prepare('SELECT id, sku, sum FROM orders ORDER BY id DESC LIMIT 10')

/** An empty cart is priced like any other and places nothing, so that a health check may ask as often as it likes. */
function checkout(cart) {
  const items = cart.items ?? []
  if (items.length > config.cart.limit) return [400, { error: `a cart holds at most ${config.cart.limit} items` }]
  const prices = items.map(({ sku, amount }) => ({ sku, amount, sum: amount * product.get(sku).price_cents }))
  const total = prices.reduce((sum, item) => sum + item.sum, 0)
  for (const { sku, amount, sum } of prices) place.run(sku, amount, sum, new Date().toISOString())
  return [200, { total, currency: config.currency, placed: prices.length }]
}

const routes = {
  'GET /health': () => [200, { ok: true, products: products.all().length }],
  'GET /products': () => [200, products.all()],
  'GET /orders': () => [200, recent.all()],
  'POST /checkout': checkout
}
serve('api', routes, () => database.close())
