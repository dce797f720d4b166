/** Who else runs and holds things of a demo: the command line, and another program. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect } from 'playwright/test'
import type { Demo } from './demo'
import { root } from './launch'

export interface CommandLine {
  readonly child: ChildProcess
  /** Resolves once it has printed this of what it does. */
  readonly says: (words: RegExp) => Promise<void>
}

const backstep = (demo: Demo, ...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [path.join(root, 'out/cli/index.js'), ...args, '--project', demo.project], { env: { ...process.env, ...demo.env }, stdio: ['ignore', 'ignore', 'pipe'] })

/** A rollback of staging by the command line, in a process of its own. */
export function rollbackOutside(demo: Demo, reason: string, ...more: readonly string[]): CommandLine {
  const child = backstep(demo, 'rollback', '--env', 'staging', '--reason', reason, '--yes', '--verbose', ...more)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString() })
  return { child, says: (words) => expect.poll(() => said, { timeout: 30_000 }).toMatch(words) }
}

/** Listens where the api of staging would, from the moment that it is free: the api cannot start then. */
export async function squat(demo: Demo, answer: RequestListener = (_, response) => response.end('mine')): Promise<Server> {
  const port = Number(new URL(await demo.address('api')).port)
  const server = createServer(answer)
  const listen = (): void => void server.listen(port, '127.0.0.1')
  server.on('error', () => setTimeout(listen, 2))
  listen()
  return server
}

/** A rollback of staging that fails and is to undo itself then; killed after its end, while what runs is observed for its undo. */
export async function owingUndo(demo: Demo, reason: string): Promise<void> {
  const { child } = rollbackOutside(demo, reason, '--on-failure', 'undo')
  const gone = once(child, 'exit')
  // Whoever is not answered waits, and is killed while it does.
  const squatter = await squat(demo, (_, response) => (hasEnded(demo) ? child.kill('SIGKILL') : response.end('mine')))
  expect(await gone).toEqual([null, 'SIGKILL'])
  squatter.closeAllConnections()
  await new Promise((resolve) => squatter.close(resolve))
}

function hasEnded(demo: Demo): boolean {
  const store = new DatabaseSync(path.join(demo.project, '.deployments/backstep.db'), { readOnly: true })
  const { ended } = store.prepare('SELECT count(*) AS ended FROM runs WHERE finished_at IS NOT NULL').get() as { ended: number }
  store.close()
  return ended > 0
}

/** Whoever holds staging holds another environment as well; answers how to end that. */
export function holdsAlso(demo: Demo, environment: string): () => void {
  const folder = path.join(demo.project, '.deployments')
  const lock = new DatabaseSync(path.join(folder, `${environment}.lock`))
  lock.exec('BEGIN EXCLUSIVE')
  const store = new DatabaseSync(path.join(folder, 'backstep.db'))
  store.exec(`INSERT INTO holders (environment, run_id, epoch, pid, start_time, boot_id, user, host, since) SELECT '${environment}', 'run-besides', 1, pid, start_time, boot_id, user, host, since FROM holders WHERE environment = 'staging'`)
  return () => {
    store.exec(`DELETE FROM holders WHERE environment = '${environment}'`)
    store.close()
    lock.close()
  }
}

/** The command line records a deployment of staging and stops in the middle of it, with the environment held; a service that is paused keeps it there. */
export async function recordsOutside(demo: Demo): Promise<ChildProcess> {
  const child = backstep(demo, 'record', '--env', 'staging', '--version', 'v2.1.0')
  const store = new DatabaseSync(path.join(demo.project, '.deployments/backstep.db'), { readOnly: true })
  await expect.poll(() => store.prepare("SELECT pid FROM holders WHERE environment = 'staging'").all(), { timeout: 30_000, intervals: [20] }).toEqual([{ pid: child.pid }])
  child.kill('SIGSTOP')
  store.close()
  return child
}
