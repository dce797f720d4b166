/** Ends what a project of a test has started, without asking anybody. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Kills every service that the project's records say was started, with what it started itself. */
export function endServices(project: string): void {
  const folder = path.join(project, '.deployments/services')
  if (!existsSync(folder)) return
  for (const file of readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith('.json'))) {
    const state = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { process: { pid: number } | null }
    try {
      if (state.process) process.kill(-state.process.pid, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}
