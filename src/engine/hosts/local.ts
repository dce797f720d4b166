import { stat } from 'node:fs/promises'
import { LOCAL } from '../../domain/facts'
import { fail } from '../../domain/problem'
import { childEnv } from './allowlist'
import type { Host, ProcessId } from './host'
import { maskingBy, type Masking } from './masking'
import { same, type ProcessTable } from './process-table'
import { darwinProcesses } from './process-table-darwin'
import { linuxProcesses } from './process-table-linux'
import { runToEnd, type Launch } from './run'
import { spawnDetached } from './spawn'
import { signalAlone, signalGroup } from './terminate'
import { findProgram, placesOf } from './which'

export interface LocalHostOptions {
  /** Default: that of this process. Children get only the allowlisted part. */
  readonly env?: NodeJS.ProcessEnv
  /** Masks every line that a program prints, its arguments in evidence, and its whole output. */
  readonly mask?: (text: string) => string
  /** Instead of `mask`: masks also what is split across chunks. */
  readonly secrets?: Masking
}

/** This machine. */
export function createLocalHost(options: LocalHostOptions = {}): Host {
  const env = options.env ?? process.env
  const masking = options.secrets ?? maskingBy(options.mask ?? ((text) => text))
  const table: ProcessTable = process.platform === 'darwin' ? darwinProcesses : linuxProcesses
  const launch = async (argv: readonly string[], cwd: string, extra: Readonly<Record<string, string>>): Promise<Launch> => {
    await requireFolder(cwd)
    const program = await findProgram(argv[0] ?? '', placesOf({ ...env, ...(extra.PATH === undefined ? {} : { PATH: extra.PATH }) }), cwd)
    if (program === null) throw missingProgram(argv[0] ?? '')
    return { program, argv, env: childEnv(env, program, extra) }
  }
  return {
    name: LOCAL,
    run: async (argv, run) => runToEnd(await launch(argv, run.cwd, run.env ?? {}), run, masking, table),
    spawn: async (argv, spawn) => spawnDetached(await launch(argv, spawn.cwd, spawn.env), spawn, table),
    isAlive: async (id) => same(table, id) !== null,
    signal: async (id, signal, whom) => signalExactly(table, id, signal, whom ?? 'group'),
    ownerOf: async (id) => (same(table, id) ? table.ownerOf(id.pid) : null),
    openFiles: async (id) => (same(table, id) ? table.openFiles(id.pid) : []),
    listenerOn: (port) => table.listenerOn(port),
    self: () => ownId(table),
    startedAt: async (id) => (same(table, id) ? table.startedAt(id) : null),
    findByEnv: (name, value) => table.withSetting(`${name}=${value}`),
    which: (program) => findProgram(program, placesOf(env))
  }
}

let own: ProcessId | null = null

function ownId(table: ProcessTable): ProcessId {
  own ??= table.look(process.pid)?.id ?? null
  if (own) return own
  throw fail('process-unknown', 'The operating system does not say when this process was started.', 'Check that /proc can be read.')
}

async function requireFolder(cwd: string): Promise<void> {
  const found = await stat(cwd).catch(() => null)
  if (found?.isDirectory()) return
  throw fail('folder-missing', found ? `${cwd} is not a folder, so nothing can be run in it.` : `The folder ${cwd} does not exist, so nothing can be run in it.`, 'Check the path.', { place: { file: cwd } })
}

function missingProgram(name: string): Error {
  const next = name === 'node' ? 'Install Node.js, or give its full path in the command.' : `Install ${name}, or give its full path.`
  return fail('program-missing', `The program ${name === '' ? '(empty name)' : name} was not found on this machine.`, next)
}

/** Looked up again right before: a pid that is another program now is left alone. */
function signalExactly(table: ProcessTable, id: ProcessId, signal: NodeJS.Signals, whom: 'group' | 'alone'): boolean {
  const row = same(table, id)
  if (!row) return false
  return whom === 'group' && row.group === id.pid ? signalGroup(id.pid, signal) : signalAlone(id.pid, signal)
}
