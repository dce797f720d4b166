// Temporary projects: nothing outside their folder is touched.
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../lib/project.mjs'

export const exec = promisify(execFile)

export function temporary() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'backstep-bench-'))
  for (const name of ['DATA', 'STATE', 'CONFIG', 'CACHE']) process.env[`XDG_${name}_HOME`] = path.join(folder, name.toLowerCase())
  return folder
}

export const cli = async (...args) => (await exec(process.execPath, [path.join(root, 'out/cli/index.js'), ...args])).stdout

/** Works on demo projects, which are removed at the end. */
export async function withDemos(names, work) {
  const folder = temporary()
  const projects = names.map((name) => path.join(folder, name))
  try {
    for (const project of projects) await cli('demo', project)
    return await work(...projects)
  } finally {
    for (const project of projects.filter((one) => fs.existsSync(one))) await cli('demo', project, '--remove').catch((error) => console.error(error.message))
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
