/** Performs what verifies: each service is asked, each database written to, each file read. */
import type { DatabaseDefinition, ServiceDefinition } from '../../domain/definition'
import type { Action } from '../../domain/plan'
import { BackstepError, fail } from '../../domain/problem'
import type { Finding } from '../../domain/run'
import { plural } from '../../domain/text'
import { observeConfig } from '../config-files'
import type { EnvironmentContext } from '../context'
import { askProbe, verifyService } from '../probes'
import { logPath, sizeOf } from '../runtimes/supervisor'
import { databaseOf, runtimeOf } from '../session/adapters'

/** A verification that failed, with all that it found: the result shows it. */
export class FoundWrong extends BackstepError {
  readonly findings: readonly Finding[]
  constructor(cause: BackstepError, findings: readonly Finding[]) {
    super(cause.problem)
    this.findings = findings
  }
}

/** What was asked while it was broken off says nothing. */
export const brokenOff = (): Error => fail('cancelled', 'Broken off, because the run was cancelled.', '')

export async function verifyServed(action: Extract<Action, { kind: 'verify-service' }>, context: EnvironmentContext, service: ServiceDefinition, host: string, abort: AbortSignal): Promise<readonly Finding[]> {
  const fact = await runtimeOf(service.runtime).observe(context, service, host)
  const findings = await verifyService(fact, action, { abort, ask: askProbe, mask: context.mask })
  if (abort.aborted) throw brokenOff()
  const dead = findings.find((finding) => !finding.ok && (finding.kind === 'process' || finding.kind === 'version'))
  if (!dead) return findings
  const next = await logWords(context, service.name)
  throw new FoundWrong(fail(dead.kind === 'process' ? 'service-not-running' : 'other-version-serves', dead.message, next, { evidence: { duration: 0, output: dead.proof } }), findings)
}

/** What another program runs keeps its log elsewhere. */
async function logWords(context: EnvironmentContext, service: string): Promise<string> {
  const log = logPath(context, service)
  return (await sizeOf(log)) > 0 ? `Read its log ${log}.` : 'Read its log.'
}

/** That it could not be looked at says nothing about it: the step fails, and can be tried again. */
const notSeen = (subject: string, reason: string): Error => fail('not-verified', `${subject} could not be looked at: ${reason}`, 'See to that, then try again.')

export async function verifyDatabase(action: Extract<Action, { kind: 'verify-database' }>, context: EnvironmentContext, database: DatabaseDefinition): Promise<Finding> {
  const adapter = databaseOf(database.engine)
  const fact = await adapter.observe(context, database)
  const subject = database.name
  if (!fact.known) throw notSeen(subject, fact.reason)
  if (!fact.is.present) return { ok: false, subject, kind: 'database', message: `${subject} cannot be read: the file is not there`, proof: [] }
  try {
    const wrote = await adapter.verifyWritable(context, database)
    const fits = action.schema === null || fact.is.schema === action.schema
    const tables = plural(Object.keys(fact.seen.rows).length, 'table', 'tables')
    return { ok: fits, subject, kind: 'database', message: fits ? `${subject} answers, ${tables}` : `${subject} does not have the schema that was wanted`, proof: [wrote, `schema ${fact.is.schema?.slice(0, 8) ?? ''}`], observed: tables }
  } catch (error) {
    return { ok: false, subject, kind: 'database', message: `${subject} cannot be written: ${error instanceof Error ? error.message : String(error)}`, proof: [] }
  }
}

export async function verifyFile(file: { readonly path: string; readonly digest: string | null }, context: EnvironmentContext): Promise<Finding> {
  const fact = await observeConfig(context, file.path)
  if (!fact.known) throw notSeen(file.path, fact.reason)
  const { digest } = fact.is
  const ok = digest === file.digest
  const shown = digest?.slice(0, 8) ?? 'absent'
  return { ok, subject: file.path, kind: 'config', message: ok ? `${file.path} is as wanted` : `${file.path} is not as wanted`, proof: [`${file.path} ${shown}`], ...(file.digest === null ? {} : { wanted: file.digest.slice(0, 8) }), observed: shown }
}
