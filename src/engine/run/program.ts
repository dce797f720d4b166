/** Runs a program of a plan to its end; one that changes a database in place leaves a mark of that, also when it dies half-way. */
import type { Action, Step } from '../../domain/plan'
import { fail, type Evidence } from '../../domain/problem'
import type { EnvironmentContext } from '../context'
import { environmentOf } from '../runtimes/supervisor'
import { databaseOf } from '../session/adapters'
import type { PerformContext } from './perform'

type Exec = Extract<Action, { readonly kind: 'exec' }>

export async function runProgram(action: Exec, run: PerformContext, step: Step): Promise<Evidence> {
  const { argv, cwd, timeout, env = {}, migrates } = action
  // Before the first effect: an undo must know that the data is not what it was, whatever becomes of the program.
  if (migrates) await mark(run.context, migrates.database, `unfinished:${migrates.lineage}`)
  run.line('command', argv.join(' '))
  const ran = await run.context.host(step.host).run(argv, { cwd, timeout, env: environmentOf(run.context, env), abort: run.abort, onLine: (stream, text) => run.line(stream, text) })
  if (ran.exitCode !== 0) throw ended(action, ran)
  await markAsRun(run.context, action)
  return ran.evidence
}

/** What a program leaves that has run to its end, or of which somebody says that it has. */
export async function markAsRun(context: EnvironmentContext, action: Action): Promise<void> {
  if (action.kind === 'exec' && action.migrates) await mark(context, action.migrates.database, action.migrates.lineage)
}

function ended({ argv, timeout, once }: Exec, ran: { readonly exitCode: number | null; readonly signal: string | null; readonly timedOut: boolean; readonly evidence: Evidence }): Error {
  const how = ran.timedOut ? `did not end within ${timeout / 1000} s` : `ended with exit code ${ran.exitCode ?? ran.signal ?? 'unknown'}`
  const next = once ? 'Read its output. Undo, or run it a second time only when you know that this is right.' : 'Read its output.'
  return fail('command-failed', `${argv[0] ?? ''} ${how}.`, next, { evidence: ran.evidence })
}

async function mark(context: EnvironmentContext, name: string, lineage: string): Promise<void> {
  const database = context.environment.databases.find((one) => one.name === name)
  if (!database) throw fail('database-unknown', `The plan names a database '${name}' that it does not define.`, 'Make a new plan.')
  await databaseOf(database.engine).setLineage(context, database, lineage)
}
