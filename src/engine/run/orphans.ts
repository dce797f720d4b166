/**
 * What a holder that is gone has left running. Before anybody goes on, what its steps ran to its end is ended, and a command that may
 * have started a service is awaited. Services themselves are never orphans: they carry no token of a step and are noted nowhere here.
 */
import type { Step } from '../../domain/plan'
import { fail } from '../../domain/problem'
import type { RunState } from '../../domain/run'
import type { Host, ProcessId } from '../hosts/host'
import { oldest, pause, untilGone } from '../hosts/until-gone'
import type { Session } from '../session/session'
import type { Program } from '../store/store'
import { COMMAND_TOKEN, STEP_TOKEN, tokenOf } from './tracked-host'

const POLITE = 5_000
const FORCED = 10_000
/** A program that was being started when its holder was killed shows its token a moment later. */
const SETTLE = 60
/** Where no limit was noted any more: as long as the longest command of a supervisor may take. */
const LIMIT = 120_000

/** Ends and awaits them; answers a sentence for each. The caller has the environment's lock. Throws `orphan-lives` when one cannot be ended. */
export async function endOrphans(session: Session, state: RunState): Promise<readonly string[]> {
  const { runId, plan } = state.header
  const noted = await session.store.programs(runId)
  const inHand = plan.steps.filter(({ id }) => state.steps[id]?.status === 'running')
  const told: string[] = []
  for (const step of inHand) {
    const host = session.context.host(step.host)
    const token = tokenOf(runId, step.id, state.steps[step.id]?.attempt ?? 1)
    const mine = noted.filter((program) => program.step === step.id && program.host === host.name)
    told.push(...(await awaitCommand(host, step, token, mine)), ...(await endPrograms(host, step, token, mine)))
  }
  if (noted.length > 0) await session.store.forgetPrograms(runId)
  return told
}

/** Until twice in a row none is found. */
async function endPrograms(host: Host, step: Step, token: string, noted: readonly Program[]): Promise<readonly string[]> {
  const told: string[] = []
  for (let clean = 0; clean < 2; await pause(SETTLE)) {
    const found = await living(host, [...noted.filter(({ leaves }) => !leaves), ...(await host.findByEnv(STEP_TOKEN, token))])
    clean = found.length === 0 ? clean + 1 : 0
    if (found.length === 0) continue
    await end(host, step, found)
    told.push(`Ended ${found.length === 1 ? 'process' : 'processes'} ${found.map(({ pid }) => pid).join(', ')}, which "${step.title}" had left running.`)
  }
  return told
}

async function end(host: Host, step: Step, processes: readonly ProcessId[]): Promise<void> {
  for (const one of processes) await host.signal(one, 'SIGTERM')
  if (await untilGone(host, processes, POLITE)) return
  for (const one of processes) await host.signal(one, 'SIGKILL')
  if (!(await untilGone(host, processes, FORCED))) throw lives(step, await living(host, processes))
}

/** Only the command's own process, up to its time limit; what it has started is a service. */
async function awaitCommand(host: Host, step: Step, token: string, noted: readonly Program[]): Promise<readonly string[]> {
  const commands = noted.filter(({ leaves }) => leaves)
  const unnoted = commands.length > 0 ? null : oldest(await host.findByEnv(COMMAND_TOKEN, token))
  const waiting = await living(host, unnoted ? [unnoted] : commands)
  const until = Math.max(0, ...commands.map((command) => Date.parse(command.until)), unnoted ? Date.parse((await host.startedAt(unnoted)) ?? '') + LIMIT || 0 : 0)
  if (waiting.length === 0) return []
  const pids = waiting.map(({ pid }) => pid).join(', ')
  if (await untilGone(host, waiting, Math.max(0, until - Date.now()))) return [`Waited for process ${pids}, which "${step.title}" had left running.`]
  // One that was never noted is perhaps the service itself: it is let be.
  if (unnoted) return []
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const one of waiting) await host.signal(one, signal, 'alone')
    if (await untilGone(host, waiting, POLITE)) return [`Ended process ${pids} after its time limit; "${step.title}" had left it running.`]
  }
  throw lives(step, waiting)
}

async function living(host: Host, processes: readonly ProcessId[]): Promise<readonly ProcessId[]> {
  const unique = [...new Map(processes.map((one) => [`${one.pid} ${one.startTime}`, one])).values()]
  const alive = await Promise.all(unique.map((one) => host.isAlive(one)))
  return unique.filter((_, index) => alive[index]).map(({ pid, startTime, bootId }) => ({ pid, startTime, bootId }))
}

const lives = (step: Step, processes: readonly ProcessId[]): Error =>
  fail('orphan-lives', `"${step.title}" has left process ${processes.map(({ pid }) => pid).join(', ')} running, and it could not be ended. The run stays as it is.`, 'End it by hand (it may belong to another user, or wait for a disk), then try again.')
