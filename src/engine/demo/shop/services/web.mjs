// The shop window.
import { config, serve } from './settings.mjs'
import { VERSION } from './version.mjs'

const money = (cents) => `${(cents / 100).toFixed(2)} ${config.currency}`

async function page() {
  const products = await (await fetch(`${process.env.API_URL}/products`)).json()
  const rows = products.map(({ name, price_cents: cents }) => `<li>${name}, ${money(cents)}</li>`)
  return [200, `<!doctype html><title>Shop</title><h1>Shop</h1><ul>${rows.join('')}</ul><footer>${VERSION}</footer>`]
}

serve('web', { 'GET /': page, 'GET /health': () => [200, { ok: true }] })
