// Looks for new orders and hands them to the warehouse (here: says so in its log).
import { serve } from './settings.mjs'

const EVERY = 5000
let newest = 0

async function look() {
  const orders = await (await fetch(`${process.env.API_URL}/orders`)).json()
  const news = orders.filter(({ id }) => id > newest)
  if (news.length === 0) return
  newest = Math.max(...news.map(({ id }) => id))
  console.log(`${news.length} orders handed over, up to number ${newest}`)
}

setInterval(() => look().catch((error) => console.error(`api does not answer: ${error.message}`)), EVERY).unref()
serve('worker', { 'GET /health': () => [200, { ok: true, newest }] })
