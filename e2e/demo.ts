/** A real demo project, made through the built command line in a folder of its own, with services that run until it is removed. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { placeForDemo, takeDemo, type Place } from './kept-demo'
import { launchApp, type Launched } from './launch'

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

const PREFIX = 'backstep-story-'

export const createDemo = async (prefix = PREFIX): Promise<Demo> => demoIn(await takeDemo(prefix))

/** The start screen, with nothing there yet; the demo is there once **Try the demo** was chosen. */
export async function openStart(): Promise<{ readonly demo: Demo; readonly launched: Launched }> {
  const demo = demoIn(await placeForDemo(PREFIX))
  const launched = await launchApp({ env: demo.env })
  await resize(launched)
  return { demo, launched }
}

function demoIn({ project, env, backstep, remove }: Place): Demo {
  const letGo: (() => void)[] = []
  const address = async (service: Service): Promise<string> => addressOf(await readFile(path.join(project, 'backstep.yaml'), 'utf8'), service)
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
      await remove()
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
