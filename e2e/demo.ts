/** A real demo project, made through the built command line in a folder of its own, with services that run until it is removed. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { endServices } from '../tests/support/service/end'
import { launchApp, root, type Launched } from './launch'

const run = promisify(execFile)
const CLI = path.join(root, 'out/cli/index.js')

export type Service = 'api' | 'web' | 'worker'

export interface Demo {
  readonly project: string
  /** What the command line and the window are given, so that nothing outside the folder is touched. */
  readonly env: Readonly<Record<string, string>>
  /** Runs the command line on the project; what it says. */
  readonly cli: (...args: readonly string[]) => Promise<string>
  /** Where a service of staging listens. */
  readonly address: (service: Service) => Promise<string>
  /** The version that a service of staging says it is, asked from outside. */
  readonly versionOf: (service: Service) => Promise<unknown>
  /** A service of staging that is paused does not hear its stop signal: its stop takes until the time limit, and can be caught in the middle. Answers how to let it go on. */
  readonly pause: (service: Service) => () => void
  readonly remove: () => Promise<void>
}

export async function createDemo(prefix = 'backstep-story-'): Promise<Demo> {
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix))
  const project = path.join(folder, 'shop')
  const env = Object.fromEntries(['DATA', 'STATE', 'CONFIG', 'CACHE'].map((name) => [`XDG_${name}_HOME`, path.join(folder, name.toLowerCase())]))
  const backstep = async (...args: readonly string[]): Promise<string> => (await run(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } })).stdout
  const letGo: (() => void)[] = []
  const address = async (service: Service): Promise<string> => addressOf(await readFile(path.join(project, 'backstep.yaml'), 'utf8'), service)
  await backstep('demo', project)
  return {
    project,
    env,
    cli: (...args) => backstep(...args, '--project', project),
    address,
    versionOf: async (service) => ((await (await fetch(`${await address(service)}/version`)).json()) as { version: unknown }).version,
    pause(service) {
      const proceed = paused(path.join(project, `.deployments/services/staging/${service}.json`))
      letGo.push(proceed)
      return proceed
    },
    remove: async () => {
      for (const proceed of letGo) proceed()
      endServices(project)
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function paused(record: string): () => void {
  const { process: running } = JSON.parse(readFileSync(record, 'utf8')) as { process: { pid: number } | null }
  if (running === null) throw new Error(`${record} names no process`)
  process.kill(running.pid, 'SIGSTOP')
  return () => {
    try { process.kill(running.pid, 'SIGCONT') } catch { /* It has ended. */ }
  }
}

function addressOf(definition: string, service: string): string {
  const staging = definition.slice(definition.indexOf('\n  staging:'))
  const port = /PORT: "(\d+)"/.exec(staging.slice(staging.indexOf(`\n      ${service}:`)))?.[1]
  if (port === undefined) throw new Error(`No port of ${service} in backstep.yaml`)
  return `http://127.0.0.1:${port}`
}

/** The window on the demo, as large as in the pictures; `env`: what it is given besides. */
export async function openDemo(demo: Demo, env: Readonly<Record<string, string>> = {}): Promise<Launched> {
  const launched = await launchApp({ project: demo.project, env: { ...demo.env, ...env } })
  await resize(launched)
  return launched
}

export async function resize({ app, page }: Launched): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await page.waitForFunction(() => innerWidth === 1280 && innerHeight === 800)
}
