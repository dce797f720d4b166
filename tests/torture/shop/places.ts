/** Where the torture's projects and programs are. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The repository, also from the bundle in node_modules/.cache. */
export const ROOT = rootFrom(import.meta.dirname)
function rootFrom(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootFrom(dirname(folder))
}

/** What may not happen twice: the program that takes `audit` down. */
export const MIGRATION = 'down.mjs'

/** The environment of a user of our own: whose key and memory are beside the project, not those of whoever runs the torture. */
export function ownEnv(project: string): NodeJS.ProcessEnv {
  const home = join(project, '../home')
  return { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data'), XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') }
}

/** A folder for as long as the work takes. */
export async function inTemporary<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `backstep-torture-${name}-`))
  try {
    return await work(folder)
  } finally {
    // What a killed program's child has in hand may still appear in it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** An address that no other program of this machine gets by chance: on Linux every 127.x.y.z is our own. */
export async function ownAddress(count: number): Promise<{ readonly host: string; readonly ports: readonly number[] }> {
  const part = (): number => 1 + Math.floor(Math.random() * 250)
  const host = process.platform === 'linux' ? `127.${part()}.${part()}.${part()}` : '127.0.0.1'
  const ports: number[] = []
  while (ports.length < count) ports.push(await freePort(host))
  return { host, ports }
}

async function freePort(host: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
