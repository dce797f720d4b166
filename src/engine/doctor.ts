/** Which programs are found where, and which of them a project needs. */
import { posix } from 'node:path'
import { LOCAL, type Json } from '../domain/facts'
import type { ProjectDefinition } from '../domain/definition'
import type { DoctorRow } from '../domain/views'
import type { Host } from './hosts/host'
import { databaseOf, runtimeOf } from './session/adapters'

interface Program {
  readonly name: string
  /** Asks its version: not every program knows `--version`; null: it has no way to say. */
  readonly version: readonly string[] | null
  /** Programs that come with it or run on it. */
  readonly also: readonly string[]
  readonly install: string
}

const PROGRAMS: readonly Program[] = [
  { name: 'git', version: ['--version'], also: [], install: 'Install git with the package manager of this machine.' },
  { name: 'node', version: ['--version'], also: ['npm', 'npx', 'pnpm', 'yarn', 'corepack', 'tsx'], install: 'Install Node.js, or give its full path in the command.' },
  { name: 'docker', version: ['--version'], also: ['docker-compose'], install: 'Install Docker, or give its full path in the command.' },
  { name: 'kubectl', version: ['version', '--client'], also: [], install: 'Install kubectl, or give its full path in the command.' },
  { name: 'ssh', version: ['-V'], also: ['scp', 'sftp'], install: 'Install the OpenSSH client.' },
  { name: 'ssh-keygen', version: null, also: [], install: 'Install the OpenSSH client: it comes with it.' },
  { name: 'systemctl', version: ['--version'], also: [], install: 'Run it on a machine with systemd, or give another command.' }
]
/** How one is found that is known only by its name in backstep.yaml. It is not asked its version: nobody knows what it does when it is run. */
const byName = (name: string): Program => ({ name, version: null, also: [], install: `Install ${name}, or give its full path in the command.` })

/** By program: what of the project runs it, `web in staging`. */
type Needs = ReadonlyMap<string, ReadonlySet<string>>

const TIMEOUT = 3000
/** Built in. */
const SQLITE = 'sqlite'
const NOT_NEEDED = 'not needed here'

/** A row a program: those that are known, then others that the project names, SQLite last; `signs`: a key is chosen for the history. `ok`: it is found, or this project does without. */
export async function doctor(host: Host, definition: ProjectDefinition | null, signs: boolean): Promise<readonly DoctorRow[]> {
  const needs = needsOf(definition, signs)
  const known = [...PROGRAMS.map(({ name }) => name), SQLITE]
  const others = [...needs.keys()].filter((name) => !known.includes(name)).sort()
  const rows = await Promise.all([...PROGRAMS, ...others.map(byName)].map((program) => rowOf(host, program, needs)))
  return [...rows, sqliteRow(needs)]
}

async function rowOf(host: Host, program: Program, needs: Needs): Promise<DoctorRow> {
  const { name } = program
  const users = [...new Set([name, ...program.also].flatMap((one) => [...(needs.get(one) ?? [])]))]
  const found = await host.which(name)
  const version = found === null || program.version === null ? null : await versionOf(host, found, program.version)
  const ok = found !== null || users.length === 0
  return { name, ok, found, version, needed: users.length === 0 ? NOT_NEEDED : users.join(', '), next: ok ? '' : program.install }
}

/** The first line that it prints; null when it does not answer in time. */
async function versionOf(host: Host, program: string, words: readonly string[]): Promise<string | null> {
  const ran = await host.run([program, ...words], { cwd: '/', timeout: TIMEOUT }).catch(() => null)
  if (ran === null || ran.exitCode !== 0) return null
  return `${ran.stdout}\n${ran.stderr}`.split('\n').map((line) => line.trim()).find((line) => line !== '')?.slice(0, 200) ?? null
}

const sqliteRow = (needs: Needs): DoctorRow =>
  ({ name: SQLITE, ok: true, found: 'built in', version: null, needed: ['history', ...(needs.get(SQLITE) ?? [])].join(', '), next: '' })

function needsOf(definition: ProjectDefinition | null, signs: boolean): Needs {
  const needs = new Map<string, Set<string>>()
  const add = (program: string, user: string): void => { needs.set(program, (needs.get(program) ?? new Set<string>()).add(user)) }
  if (signs) add('ssh-keygen', 'to sign the history')
  if ((definition?.history.allowedSigners ?? null) !== null) add('ssh-keygen', 'to check signatures in the history')
  for (const environment of definition?.environments ?? []) {
    for (const service of environment.services) {
      const user = `${service.name} in ${environment.name}`
      for (const program of [...runtimeOf(service.runtime).programs, ...programsIn(service.settings)]) add(program, user)
      if (service.hosts.some((host) => host !== LOCAL)) add('ssh', user)
    }
    for (const { name, engine, migrate } of environment.databases) {
      for (const program of [...databaseOf(engine).programs, ...programsIn(migrate ? { command: migrate.command, env: migrate.env } : null)]) add(program, `database ${name} in ${environment.name}`)
    }
  }
  return needs
}

/** The program of every command in the settings: each list of words is one. What is given with its path is not looked for by name, nor what has a PATH of its own. */
function programsIn(settings: Json): readonly string[] {
  if (Array.isArray(settings)) {
    const words: readonly Json[] = settings
    if (words.length > 0 && words.every((word) => typeof word === 'string')) return commandOf(words as readonly string[])
    return words.flatMap(programsIn)
  }
  return typeof settings === 'object' && settings !== null && !hasPath(settings as JsonObject) ? Object.values(settings).flatMap(programsIn) : []
}

type JsonObject = Readonly<Record<string, Json>>
const hasPath = ({ env }: JsonObject): boolean => typeof env === 'object' && env !== null && 'PATH' in env

/** `env A=1 node x` runs node. A name with a placeholder is another one for each version. */
function commandOf(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words
  if (first !== 'env' && first !== 'sudo' && first !== 'exec') return first.includes(posix.sep) || first.includes('$') ? [] : [first]
  const at = rest.findIndex((word) => !word.includes('=') && !word.startsWith('-'))
  return at < 0 ? [] : commandOf(rest.slice(at))
}
