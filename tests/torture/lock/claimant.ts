/**
 * One of several programs that want the same environment: each job takes it over from whoever has it, holds it and does one step after
 * the other, until it is killed. What it does stands in a log that all share: `hold` and `step`, each with the epoch.
 */
import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { problemOf } from '../../../src/domain/problem'
import type { Session } from '../../../src/engine/session/session'
import { hold } from '../../../src/engine/run/hold'
import { takeOver } from '../../../src/engine/run/takeover'
import { linesOf, type Answer, type Claim } from './log'
import { openHolding } from './session'

const actor = { user: `claimant-${process.pid}`, host: 'laptop' }
const quiet = { onEvents: () => undefined, onOutput: () => undefined }
const ENVIRONMENT = 'staging'
/** What may come of it when others want the same. */
const LOST = ['environment-locked', 'not-held', 'takeover-changed', 'takeover-refused']
/** Milliseconds that a claimant waits for the lock after a takeover that was not its own. */
const PATIENCE = 300

const say = (answer: Answer): void => void writeSync(1, `${JSON.stringify(answer)}\n`)
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
/** Linux, PF_EXITING: it was killed and runs nothing any more. Its lock is free a moment before it counts as ended. */
const EXITING = 0x4
const startOf = (pid: number): string | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    return /[ZX]/.test(fields[0] ?? '') || (Number(fields[6]) & EXITING) !== 0 ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}
const ME = startOf(process.pid) ?? ''

const opened = new Map<string, Session>()
async function sessionOf(project: string): Promise<Session> {
  const session = opened.get(project) ?? await openHolding(project, ENVIRONMENT)
  opened.set(project, session)
  return session
}

async function claim(claimed: Claim): Promise<void> {
  try {
    const session = await sessionOf(claimed.project)
    if (claimed.first) await session.store.createRun(claimed.first)
    else await takeOver(session, { environment: ENVIRONMENT, reason: 'Torture', typedName: ENVIRONMENT }, actor, quiet).catch(lost)
    const held = await hold(session, ENVIRONMENT, claimed.runId, actor, PATIENCE)
    const log = join(claimed.project, 'log')
    const beside = othersAlive(log)
    appendFileSync(log, `hold ${held.epoch} ${process.pid} ${ME}\n`)
    say({ said: 'held', epoch: held.epoch, beside })
    await work(session, claimed, held.epoch, log)
  } catch (error) {
    const { code, message } = problemOf(error)
    const [, stopped] = /held by process (\d+) .*was stopped/.exec(message) ?? []
    if (code === 'store-busy' && stopped !== undefined) say({ said: 'stuck', behind: Number(stopped) })
    else say(LOST.includes(code) ? { said: 'lost', code } : { said: 'failed', code, message })
  }
}

const lost = (error: unknown): void => {
  if (!LOST.includes(problemOf(error).code)) throw error
}

/** A step: journal first, then what it does. */
async function work(session: Session, { runId, step }: Claim, epoch: number, log: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await session.store.append(runId, epoch, { type: 'step-started', step, attempt })
    appendFileSync(log, `step ${epoch} ${process.pid} ${ME}\n`)
    await wait(3)
  }
}

/** Whoever held it before us and still lives; nobody gives it back here. */
const othersAlive = (log: string): readonly number[] =>
  (existsSync(log) ? linesOf(readFileSync(log, 'utf8')) : []).filter(({ what, pid, start }) => what === 'hold' && pid !== process.pid && startOf(pid) === start).map(({ pid }) => pid)

say({ said: 'up' })
for await (const line of createInterface({ input: process.stdin })) void claim(JSON.parse(line) as Claim)
process.exit(0)
