/** A service that another program supervises (systemd, supervisord): a command starts it again and ends. */
import { randomUUID } from 'node:crypto'
import type { ServiceDefinition } from '../../../domain/definition'
import { fail, type Evidence } from '../../../domain/problem'
import type { EnvironmentContext } from '../../context'
import type { Host } from '../../hosts/host'
import { environmentOf, folderOf, type OnLine, type StartAction } from './start'
import type { StopAction } from './stop'
import { readState, writeState, type ServiceState } from './state'

const TIMEOUT = 120_000

/** The stamp is removed before the command and written after it ended well: nothing else tells what such a service runs. */
export async function restartElsewhere(context: EnvironmentContext, host: Host, service: ServiceDefinition, action: StartAction, onLine: OnLine, abort?: AbortSignal): Promise<Evidence> {
  const before = await readState(context, service.name)
  const state: ServiceState = { format: 1, token: randomUUID(), process: null, inputs: null, stoppedByUs: before?.stoppedByUs ?? false, startedAt: before?.startedAt ?? null, elsewhere: true }
  await writeState(context, service.name, state)
  const evidence = await runToEnd(host, service, { argv: action.argv, cwd: await folderOf(service, action.cwd), env: environmentOf(context, action.env) }, onLine, abort)
  await writeState(context, service.name, { ...state, inputs: action.inputs, stoppedByUs: false, startedAt: context.clock.now().toISOString() })
  return evidence
}

/** Stops it by its own command. */
export async function stopElsewhere(context: EnvironmentContext, host: Host, service: ServiceDefinition, argv: readonly string[], action: StopAction, onLine: OnLine, abort?: AbortSignal): Promise<Evidence> {
  const evidence = await runToEnd(host, service, { argv, cwd: context.project, env: {}, timeout: Math.max(action.timeout, TIMEOUT) }, onLine, abort)
  await writeState(context, service.name, { format: 1, token: randomUUID(), process: null, inputs: null, stoppedByUs: true, startedAt: null, elsewhere: true })
  return evidence
}

interface Command { readonly argv: readonly string[]; readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly timeout?: number }

async function runToEnd(host: Host, service: ServiceDefinition, command: Command, onLine: OnLine, abort?: AbortSignal): Promise<Evidence> {
  onLine('command', command.argv.join(' '))
  const ran = await host.run(command.argv, { cwd: command.cwd, env: command.env, timeout: command.timeout ?? TIMEOUT, leaves: true, onLine, ...(abort ? { abort } : {}) })
  if (ran.exitCode === 0) return ran.evidence
  throw fail('command-failed', `${command.argv.join(' ')} did not end well for ${service.name}.`, 'Read its output.', { evidence: ran.evidence })
}
