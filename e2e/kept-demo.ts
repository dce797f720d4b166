/** Making a demo takes seven deployments: each worker makes one through the built command line, keeps it at rest, and puts it back for its next story. */
import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { endServices } from '../tests/support/service/end'
import { root } from './launch'

const run = promisify(execFile)
const CLI = path.join(root, 'out/cli/index.js')

/** Where a demo and all that belongs to it stands, and how the command line is run there. */
export interface Place {
  readonly project: string
  /** What the command line and the window are given, so that nothing outside the folder is touched. */
  readonly env: Readonly<Record<string, string>>
  /** What it says. */
  readonly backstep: (...args: readonly string[]) => Promise<string>
  readonly remove: () => Promise<void>
}

/** Folders of demos at rest, by the prefix of their names: each beside its copy. */
const kept = new Map<string, string>()

/** A demo whose services run, as it was right after it was made. */
export async function takeDemo(prefix: string): Promise<Place> {
  const folder = await folderOf(prefix)
  const place = placeIn(folder)
  await place.backstep('demo', place.project)
  return place
}

/** Where the window's **Try the demo** makes one, when it is given the place's `env`: in the user's data folder. */
export const placeForDemo = async (prefix: string): Promise<Place> => placeIn(await mkdtemp(path.join(os.tmpdir(), prefix)), 'data/backstep/demo')

async function folderOf(prefix: string): Promise<string> {
  const known = kept.get(prefix)
  // One that is still in use stays where it is.
  const folder = known === undefined || existsSync(known) ? await makeAndKeep(prefix) : known
  await rm(folder, { recursive: true, force: true })
  await run('cp', ['-a', '--', copyOf(folder), folder])
  return folder
}

async function makeAndKeep(prefix: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix))
  process.once('exit', () => rmSync(copyOf(folder), { recursive: true, force: true }))
  const { backstep, project } = placeIn(folder)
  await backstep('demo', project)
  endServices(project)
  await run('cp', ['-a', '--', folder, copyOf(folder)])
  kept.set(prefix, folder)
  return folder
}

const copyOf = (folder: string): string => `${folder}.kept`

function placeIn(folder: string, at = 'shop'): Place {
  const project = path.join(folder, at)
  const env = Object.fromEntries(['DATA', 'STATE', 'CONFIG', 'CACHE'].map((name) => [`XDG_${name}_HOME`, path.join(folder, name.toLowerCase())]))
  return {
    project,
    env,
    backstep: async (...args) => (await run(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } })).stdout,
    remove: async () => {
      endServices(project)
      await rm(folder, { recursive: true, force: true })
    }
  }
}
