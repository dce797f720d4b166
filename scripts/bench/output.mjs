// A step that prints 100,000 lines in 5 s, seen in the Run screen: its longest frame, its slowest key, and the lines that were kept.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { withDemos } from './demo.mjs'
import { resize, withWindow } from './window.mjs'

const AMOUNT = 100_000
const PRINT = path.join(import.meta.dirname, 'print.mjs')

export const measure = () =>
  withDemos(['shop'], async (project) => {
    addBuild(project)
    const { frame, key, keys } = await withWindow({ project }, (page, app) => watch(page, app))
    const kept = linesOf(project)
    const of50 = (value) => `${Math.round((value / 50) * 100) / 100} × 50 ms`
    return [
      { name: 'Longest frame while 100,000 lines arrive', value: frame, unit: 'ms', limit: 50, against: of50(frame) },
      { name: 'Slowest key while 100,000 lines arrive', value: key, unit: 'ms', limit: 50, against: `key to paint, ${keys} keys, ${of50(key)}` },
      { name: 'Lines lost of 100,000', value: AMOUNT - kept, unit: 'lines', limit: 0, against: `${kept} of ${AMOUNT} in output.jsonl` }
    ]
  })

/** The api of v1.1.0 gets a build, as if it had been captured with one: what a service is built with is the release's own. */
function addBuild(project) {
  const file = path.join(project, '.deployments/manifests/deploy-005/manifest.json')
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'))
  const api = manifest.definition.services.find(({ name }) => name === 'api')
  api.settings.build = [process.execPath, PRINT]
  const text = JSON.stringify(manifest)
  fs.writeFileSync(file, text)
  const sums = path.join(path.dirname(file), 'checksums.json')
  const known = JSON.parse(fs.readFileSync(sums, 'utf8'))
  Object.assign(known.files['manifest.json'], { sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) })
  fs.writeFileSync(sums, `${JSON.stringify(known, null, 2)}\n`)
}

/** Distinct lines of the build in the run's output. */
function linesOf(project) {
  const runs = path.join(project, '.deployments/runs')
  const lines = fs.readdirSync(runs).flatMap((run) => fs.readFileSync(path.join(runs, run, 'output.jsonl'), 'utf8').split('\n'))
  return new Set(lines.filter((line) => line !== '').map((line) => /^line (\d+) of/.exec(JSON.parse(line).text)?.[1]).filter(Boolean)).size
}

async function watch(page, app) {
  await resize(app, page)
  const button = (name) => page.getByRole('button', { name })
  await button('Roll back… staging').click()
  for (const step of ['compare', 'checks', 'plan', 'confirm']) await button(`Continue to ${step}`).click()
  await page.getByRole('textbox', { name: /Why/ }).fill('To measure it')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('log').getByText(/^line \d+ of/).first().waitFor()
  await page.evaluate(follow)
  const end = Date.now() + 4_000
  while (Date.now() < end) {
    await page.keyboard.press('Tab')
    await page.waitForTimeout(50)
  }
  const seen = await page.evaluate(() => window.seen)
  await button('See the result').or(page.getByRole('heading', { level: 2, name: 'staging serves v1.1.0' })).first().waitFor({ timeout: 60_000 })
  return { frame: Math.max(...seen.frames), key: Math.max(...seen.keys), keys: seen.keys.length }
}

/** In the page: milliseconds from frame to frame, and from each key to the paint after it. */
function follow() {
  window.seen = { frames: [], keys: [] }
  let last = performance.now()
  const frame = () => {
    const now = performance.now()
    window.seen.frames.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => window.seen.keys.push(performance.now() - timeStamp), 0)), true)
}
