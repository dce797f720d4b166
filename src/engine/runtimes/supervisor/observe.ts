/** What a service's process is, by the record of its last start and the operating system. */
import type { ServiceDefinition } from '../../../domain/definition'
import type { ServiceFact, ServiceIs, ServiceSeen } from '../../../domain/facts'
import { problemOf } from '../../../domain/problem'
import { shortCommit } from '../../../domain/text'
import type { EnvironmentContext } from '../../context'
import type { ProcessId } from '../../hosts/host'
import { releaseOf } from '../releases'
import { findLive, hasLeftOvers } from './live'
import { readState, type ServiceState } from './state'

/** Never throws: unknown with its reason. `installed` is what a start would run, as the runtime has found it. */
export async function observeProcess(context: EnvironmentContext, service: ServiceDefinition, hostName: string, installed: string | null): Promise<ServiceFact> {
  try {
    const host = context.host(hostName)
    const state = await readState(context, service.name)
    const live = await findLive(host, state)
    const leftOvers = live === null && state?.nothingLeft !== true && (await hasLeftOvers(host, state))
    const is: ServiceIs = { kind: 'service', state: stateOf(state, live, leftOvers), installed, runs: live || state?.elsewhere ? (state?.inputs ?? null) : null }
    const since = live ? await host.startedAt(live) : (state?.elsewhere ? state.startedAt : null)
    return { known: true, is, seen: { ...seenOf(service, hostName, is, live, since), ...(leftOvers && state?.stoppedByUs ? { detail: 'its stop was cut short: what it had started still runs' } : {}), ...(state === null ? { detail: 'never started from here', neverStarted: true as const } : {}), ...(leftOvers ? { leftOvers } : {}) } }
  } catch (error) {
    return { known: false, reason: problemOf(error).message }
  }
}

/** Whose stop was cut short has not stopped while something of it lives: like one that has ended by itself, it is still to be stopped. */
function stateOf(state: ServiceState | null, live: ProcessId | null, leftOvers: boolean): ServiceIs['state'] {
  if (live) return 'running'
  if (!state || (state.stoppedByUs && !leftOvers)) return 'stopped'
  return state.elsewhere ? 'running' : 'gone'
}

function seenOf(service: ServiceDefinition, host: string, is: ServiceIs, live: ProcessId | null, since: string | null): ServiceSeen {
  return {
    runtime: service.runtime, host, display: is.state === 'gone' ? 'failing' : is.state, detail: detailOf(is, live),
    pid: live?.pid ?? null, since, version: null, proof: 'not-proven', probes: []
  }
}

function detailOf(is: ServiceIs, live: ProcessId | null): string {
  if (is.state === 'gone') return 'its process ended without being stopped'
  if (is.state === 'stopped') return 'stopped from here'
  return [nameOf(is.runs?.release ?? is.installed), live ? `process ${live.pid}` : 'run by another program'].filter((part) => part !== null).join(' · ')
}

function nameOf(text: string | null): string | null {
  const release = releaseOf(text)
  if (!release) return null
  return release.kind === 'git' ? `commit ${shortCommit(release.commit)}` : release.path
}
