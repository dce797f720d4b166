/** Starts a program that outlives us: a session of its own, no pipe to us, its output in a file. */
import { execa, type Options } from 'execa'
import { fail } from '../../domain/problem'
import { withLogDescriptor } from '../files/private-file'
import type { ProcessId, SpawnOptions } from './host'
import type { ProcessTable } from './process-table'
import type { Launch } from './run'

/** The child is named before it can be reaped, so its identity is known even if it ends at once. */
export async function spawnDetached(launch: Launch, options: SpawnOptions, table: ProcessTable): Promise<ProcessId> {
  const { child, id } = withLogDescriptor(options.logFile, (log) => {
    const started = execa(launch.program, launch.argv.slice(1), detachedOptions(launch, options.cwd, log))
    return { child: started, id: started.pid === undefined ? null : table.look(started.pid)?.id }
  })
  child.unref()
  if (id) return id
  const reason = child.pid === undefined ? (await child).message : 'it was gone before it could be named'
  throw fail('start-failed', `${launch.program} could not be started: ${reason ?? 'for an unknown reason'}`, 'Check that it is a program this machine can run.', { place: { file: launch.program } })
}

// execa's types know the descriptors 3 to 9 only; any open one works.
const detachedOptions = (launch: Launch, cwd: string, log: number) => ({
  cwd, env: launch.env, extendEnv: false, argv0: launch.argv[0] ?? '', reject: false, buffer: false, detached: true, cleanup: false, stdio: ['ignore', log as 3, log as 3]
}) as const satisfies Options
