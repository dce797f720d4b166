// The window as a person starts it, driven from outside.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { _electron } from 'playwright'
import { isRoot, root } from '../lib/project.mjs'

/** Opens the app (or another one) with a data folder of its own; `work` gets its first window. */
export async function withWindow({ folder = root, project }, work) {
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'backstep-bench-window-'))
  const began = Date.now()
  const app = await _electron.launch({
    args: [folder, ...(project === undefined ? [] : ['--project', project])],
    cwd: root,
    env: { ...process.env, BACKSTEP_USER_DATA: userData },
    chromiumSandbox: !isRoot()
  })
  try {
    return await work(await app.firstWindow(), app, began)
  } finally {
    await app.close()
    fs.rmSync(userData, { recursive: true, force: true })
  }
}

export async function resize(app, page) {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1280, 800))
  while (!(await page.evaluate(() => innerWidth === 1280 && innerHeight === 800))) await page.waitForTimeout(20)
}

/** Bytes of the process and all below it; shared pages count in parts. */
export function memoryOf(pid) {
  const parents = new Map(fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(name)]))
  const below = (one) => [one, ...[...parents].filter(([, parent]) => parent === one).flatMap(([child]) => below(child))]
  return below(pid).reduce((sum, one) => sum + pssOf(one), 0)
}
const parentOf = (pid) => Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
const pssOf = (pid) => Number(/^Pss:\s*(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return '' // it has ended in the meantime
  }
}
