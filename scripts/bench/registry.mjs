// A registry of 100,000 deployments in the window: its first rows, the keys of its filter, and the memory against the demo's.
import fs from 'node:fs'
import path from 'node:path'
import { withDemos } from './demo.mjs'
import { quantile } from './median.mjs'
import { memoryOf, resize, withWindow } from './window.mjs'

const AMOUNT = 100_000
const WORDS = ['v1.9', 'mara', 'failed', 'v2.31.4', 'deploy-0', 'v10.0', 'success']
const SETTLE = 3_000

export const measure = () =>
  withDemos(['demo', 'large'], async (demo, large) => {
    enlarge(large)
    const small = await inDeployments(demo, ({ memory }) => memory())
    const own = await inDeployments(large, async ({ rows, page, memory }) => ({ rows, keys: await typed(page), memory: await memory() }))
    const mega = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`
    return [
      { name: 'First rows of 100,000 deployments', value: own.rows, unit: 'ms', limit: 1000, against: `${ratio(own.rows, 1000)} of a second after opening Deployments` },
      { name: 'A key in the filter of 100,000 deployments, p95', value: quantile(own.keys, 0.95), unit: 'ms', limit: 50, against: `key to the frame that paints its rows, ${own.keys.length} keys, ${ratio(quantile(own.keys, 0.95), 50)} of 50 ms` },
      { name: "Memory with 100,000 deployments against the demo's", value: own.memory / small, unit: '×', limit: 1.5, against: `${mega(own.memory)} and ${mega(small)} over the process tree` }
    ]
  })

const ratio = (value, whole) => `${Math.round((value / whole) * 100) / 100} ×`

function enlarge(project) {
  const file = path.join(project, '.deployments/deployment-registry.json')
  const registry = JSON.parse(fs.readFileSync(file, 'utf8'))
  const first = Date.parse('2020-01-01T00:00:00Z')
  const more = Array.from({ length: AMOUNT - registry.deployments.length }, (_, n) => ({
    id: `old-${n}`,
    environment: ['dev', 'staging', 'production'][n % 3],
    strategy: 'recreate',
    version: `v${n % 11}.${n % 37}.${n % 101}`,
    timestamp: new Date(first + n * 1_000_000).toISOString(),
    status: n % 17 === 0 ? 'failed' : 'success',
    duration: 30_000 + (n % 1000),
    servicesDeployed: ['api', 'web', 'worker'],
    healthStatus: 'healthy',
    rollbackAvailable: true,
    commit: (n * 2_654_435_761).toString(16).padStart(40, '0').slice(0, 40),
    actor: ['mara', 'jonas', 'priya'][n % 3]
  }))
  fs.writeFileSync(file, `${JSON.stringify({ ...registry, deployments: [...more, ...registry.deployments] }, null, 2)}\n`)
}

const inDeployments = (project, work) =>
  withWindow({ project }, async (page, app) => {
    await resize(app, page)
    const goTo = page.getByRole('navigation', { name: 'Project' }).getByRole('button', { name: 'Deployments' })
    await goTo.waitFor()
    const rows = await goTo.evaluate(untilRows)
    const memory = async () => {
      await page.waitForTimeout(SETTLE)
      return memoryOf(app.process().pid)
    }
    return work({ rows, page, memory })
  })

/** In the page: from the click to the frame after the one in which the first row has its text. */
function untilRows(button) {
  return new Promise((done) => {
    const began = performance.now()
    const shown = () => document.querySelector('[role="grid"] [role="row"][aria-rowindex="2"]:not(:has(.skeleton))') !== null
    const look = () => requestAnimationFrame(shown() ? () => done(performance.now() - began) : look)
    button.click()
    look()
  })
}

/** Milliseconds of each key until the rows that it leaves are painted. */
async function typed(page) {
  const times = []
  const input = page.getByRole('searchbox', { name: 'Filter deployments' })
  await page.evaluate(followKeys)
  for (const word of WORDS) {
    await input.fill('')
    await page.waitForTimeout(500)
    for (const key of word) {
      await input.press(key)
      await page.waitForTimeout(450)
      times.push(await page.evaluate(() => window.keyed))
    }
  }
  return times
}

/** In the page: a key counts from its own time stamp until the paint after the last change of the list (or, when it changes no row, of the input). */
function followKeys() {
  const list = document.querySelector('.deployments-list')
  addEventListener(
    'keydown',
    (event) => {
      let painted = 0
      const paint = () => requestAnimationFrame(() => setTimeout(() => (painted = performance.now()), 0))
      const observer = new MutationObserver(paint)
      observer.observe(list, { subtree: true, childList: true, characterData: true })
      paint()
      setTimeout(() => {
        observer.disconnect()
        window.keyed = painted - event.timeStamp
      }, 400)
    },
    true
  )
}
