/** `backstep init`: a first backstep.yaml from what is found in the folder. Never overwrites one. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '../../domain/problem'
import { createGit } from '../hosts/git'
import { openProjectFolder, projectPaths } from '../paths'
import type { SessionDeps } from './session'

export async function initProject(folder: string, deps: SessionDeps): Promise<void> {
  const project = await openProjectFolder(folder)
  const paths = projectPaths(project)
  if (await isFile(paths.definition)) throw fail('definition-exists', `${paths.definition} exists already. Nothing was changed.`, `Edit ${paths.definition}, in an editor or in Settings of the window, or remove it first.`)
  const found = await lookAround(project, deps)
  await deps.files.write(paths.definition, firstDefinition(path.basename(project), found), { mode: 0o644 })
}

interface Found { readonly git: boolean; readonly command: readonly string[]; readonly env: readonly string[]; readonly databases: readonly string[] }

async function lookAround(project: string, deps: SessionDeps): Promise<Found> {
  const names = await readdir(project)
  const git = (await createGit(deps.host).head(project).catch(() => null)) !== null
  const command = names.includes('package.json') ? ['npm', 'start'] : names.includes('server.js') ? ['node', 'server.js'] : ['./start']
  return { git, command, env: names.filter((name) => /^\.env(\.|$)/.test(name)), databases: await databasesIn(project, '', DEPTH) }
}

const DEPTH = 3
const MOST = 10
const NOT_OURS = new Set(['node_modules', 'vendor'])

/** Also in folders that git ignores: that is where they are. Never in hidden ones, and not behind links. */
async function databasesIn(project: string, folder: string, depth: number): Promise<readonly string[]> {
  const entries = (await readdir(path.join(project, folder), { withFileTypes: true }).catch(() => [])).sort((one, other) => (one.name < other.name ? -1 : 1))
  const here = entries.filter((entry) => entry.isFile() && /\.(db|sqlite3?)$/.test(entry.name)).map(({ name }) => path.posix.join(folder, name))
  const folders = depth === 1 ? [] : entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NOT_OURS.has(entry.name))
  const below = await Promise.all(folders.map(({ name }) => databasesIn(project, path.posix.join(folder, name), depth - 1)))
  return [...here, ...below.flat()].slice(0, MOST)
}
const isFile = (file: string): Promise<boolean> => stat(file).then((found) => found.isFile(), () => false)

function firstDefinition(name: string, found: Found): string {
  const environments = found.env.map((file) => /^\.env\.(.+)$/.exec(file)?.[1]).filter((one): one is string => one !== undefined && !['example', 'sample', 'local'].includes(one))
  const names = environments.length > 0 ? environments : ['staging']
  const head = `# What the environments of ${JSON.stringify(name)} consist of. Edit it here or in Settings; every key is checked.\nversion: 1\nname: ${JSON.stringify(name)}\nenvironments:\n`
  return head + names.map((environment) => environmentText(environment, found)).join('')
}

const DATABASE_EXAMPLE = '    # databases:\n    #   main: { engine: sqlite, path: data/main.db, onRollback: restore }\n'

/** By the name of the file; the second of a name gets a number. */
function namedApart(files: readonly string[]): readonly (readonly [string, string])[] {
  const names = files.map((file) => path.posix.parse(file).name.replace(/[^\w-]/g, '-'))
  return files.map((file, index) => {
    const name = names[index] ?? ''
    const before = names.slice(0, index).filter((one) => one === name).length
    return [before === 0 ? name : `${name}-${before + 1}`, file]
  })
}

function environmentText(environment: string, found: Found): string {
  const command = `[${found.command.join(', ')}]`
  const service = found.git
    ? `      app:\n        runtime: git                  # a worktree for each commit, prepared while the old one runs\n        command: ${command}\n        # runtime: process            # instead: a program on this machine that Backstep starts and keeps track of\n        # directory: .\n`
    : `      app:\n        runtime: process              # a program on this machine that Backstep starts and keeps track of\n        command: ${command}\n        directory: .\n`
  const databases = found.databases.length === 0 ? DATABASE_EXAMPLE : `    databases:\n${namedApart(found.databases).map(([name, file]) => `      ${name}: { engine: sqlite, path: ${JSON.stringify(file)}, onRollback: restore }\n`).join('')}`
  const files = found.env.filter((file) => file === '.env' || file === `.env.${environment}`)
  const config = files.length === 0 ? '' : `    config: { files: [${files.join(', ')}] }\n`
  const health = '        # health:\n        #   - { http: "http://127.0.0.1:8080/health", within: 30s }\n        #   - { http: "http://127.0.0.1:8080/version", json: { version: "${version}" } }\n'
  return `  ${environment}:\n    services:\n${service}${health}${databases}${config}    protected: ${environment === 'production'}\n`
}
