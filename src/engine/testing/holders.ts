/** Other programs that hold the environments of a project, to be taken over. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { header } from '../../domain/testing/run'
import type { TakenOver, TakeoverInput } from '../engine'
import { takeOver } from '../run/takeover'
import { createSessionDeps } from '../session/deps'
import { openSession, type Session } from '../session/session'
import { program } from './program'

export const STEP = 'prepare/web@local'
/** Names of their own: programs that a run has left are looked for on the whole machine, and other tests run beside. */
export const [RUN, OTHER] = [`run-${process.pid}-1`, `run-${process.pid}-2`] as const
/** A run of production, beside that of staging. */
export const other = header({ runId: OTHER, plan: { ...header().plan, environment: 'production' } })
export const actor = { user: 'oncall-1', host: 'laptop' }
export const input: TakeoverInput = { environment: 'staging', reason: 'The laptop hangs', typedName: 'staging' }
export const quiet = { onEvents: () => undefined, onOutput: () => undefined }
export const take = (session: Session, more: Partial<TakeoverInput> = {}): Promise<TakenOver> => takeOver(session, { ...input, ...more }, actor, quiet)

export interface Holders {
  /** A new one for each test, with staging and production. */
  readonly project: string
  /** Closed after the test. */
  readonly open: (at?: string) => Promise<Session>
  /** A program that holds staging for RUN, with a program of its own: [its process, that program's pid]. */
  readonly holder: (as?: { readonly uid?: number; readonly gid?: number }, step?: string, ...more: readonly string[]) => Promise<readonly [ChildProcess, number]>
  /** One that holds staging while it records. */
  readonly recorder: () => Promise<ChildProcess>
}

export function useHolders(): Holders {
  const children: ChildProcess[] = []
  const sessions: Session[] = []
  let project = ''
  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'backstep-takeover-')))
    writeFileSync(join(project, 'backstep.yaml'), 'version: 1\nname: shop\nenvironments:\n  staging:\n    services:\n      web: { runtime: process, command: [sleep, "60"] }\n  production:\n    services:\n      web: { runtime: process, command: [sleep, "60"] }\n')
  })
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close()
    for (const child of children.splice(0)) child.kill('SIGKILL')
    rmSync(project, { recursive: true, force: true })
  })
  const begun = async (words: readonly string[], as: { readonly uid?: number; readonly gid?: number } = {}): Promise<readonly [ChildProcess, string]> => {
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], ...as })
    children.push(child)
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    return [child, said.toString()]
  }
  return {
    get project() { return project },
    async open(at = project) {
      const session = await openSession(at, createSessionDeps(process.env))
      sessions.push(session)
      return session
    },
    async holder(as = {}, step = STEP, ...more) {
      const [child, pid] = await begun(program('holder', project, JSON.stringify(header({ runId: RUN })), step, ...more), as)
      return [child, Number(pid)]
    },
    recorder: async () => (await begun(program('recorder', project)))[0]
  }
}
