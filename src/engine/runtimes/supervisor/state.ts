/**
 * What Backstep remembers of a process that it started, in `.deployments/services/<environment>/<service>.json`.
 *
 * The record names one process for good (pid, start time, boot), so what it says of that process stays true for as long as it lives
 * and says nothing about any other. Before a start only the token and what is about to be started are written: the child carries the
 * token in its environment, so that one whose pid was never written down is found by it.
 */
import { join } from 'node:path'
import type { Instant, ServiceInputs } from '../../../domain/facts'
import { fail } from '../../../domain/problem'
import type { EnvironmentContext } from '../../context'
import { fileNameOf, projectPaths } from '../../paths'
import type { ProcessId } from '../../hosts/host'

/** Names the environment variable that marks every process of one start. */
export const TOKEN = 'BACKSTEP_SERVICE_TOKEN'

export interface ServiceState {
  readonly format: 1
  readonly token: string
  /** Null until the pid is known, and for a service that another program supervises. */
  readonly process: ProcessId | null
  /** What the process (or, before its pid is known, the one with the token) was started with. */
  readonly inputs: ServiceInputs | null
  readonly stoppedByUs: boolean
  /** When its stop was over, nothing of it was left. */
  readonly nothingLeft?: true
  readonly startedAt: Instant | null
  /** Another program supervises it: it was started by a command that ended well. */
  readonly elsewhere: boolean
  /** Where in its log the lines of this start begin, in bytes; not in records of before 0.2. */
  readonly printedFrom?: number
  /** Before this start another program answered already as the service should. */
  readonly answeredBefore?: boolean
}

/** Where the records of an environment are. */
export const statesFolder = ({ project, environment }: Pick<EnvironmentContext, 'project' | 'environment'>): string =>
  join(projectPaths(project).services, fileNameOf(environment.name))

export const statePath = (context: EnvironmentContext, service: string): string =>
  join(statesFolder(context), `${fileNameOf(service)}.json`)

/** Null when Backstep never started it. Throws `service-state-damaged`. */
export async function readState(context: EnvironmentContext, service: string): Promise<ServiceState | null> {
  const path = statePath(context, service)
  const bytes = await context.files.read(path)
  if (bytes === null) return null
  const state = parsed(bytes.toString('utf8'))
  if (state) return state
  throw fail('service-state-damaged', `${path} is damaged, so it is not known what runs as ${service}. Nothing was changed.`, 'Stop its process by hand, then remove the file.', { place: { file: path } })
}

/** A power loss may bring the record before back: no process that either speaks of has survived it. */
export async function writeState(context: EnvironmentContext, service: string, state: ServiceState): Promise<void> {
  const path = statePath(context, service)
  await context.files.makeFolder(join(path, '..'))
  await context.files.write(path, `${JSON.stringify(state)}\n`, { mode: 0o600, lasts: 'content' })
}

function parsed(text: string): ServiceState | null {
  try {
    const value: unknown = JSON.parse(text)
    return isState(value) ? value : null
  } catch {
    return null
  }
}

function isState(value: unknown): value is ServiceState {
  if (typeof value !== 'object' || value === null) return false
  const { format, token, process, stoppedByUs } = value as Partial<ServiceState>
  return format === 1 && typeof token === 'string' && typeof stoppedByUs === 'boolean' && (process === null || typeof process?.pid === 'number')
}
