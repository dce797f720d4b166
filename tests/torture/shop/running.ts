/** What really runs: asked from outside, and counted in the operating system. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ENVIRONMENT, readState, SERVICES, type ServiceName, type Shop } from './create'
import { processesOf, type Found } from './processes'

export interface Running {
  readonly name: string
  /** How many first processes it has, and how many that those started. */
  readonly first: number
  readonly children: number
  /** What it says that it was started with; null when it does not answer. */
  readonly answers: { readonly version: string; readonly config: string } | null
  /** It is the process that stands in the service's record. */
  readonly recorded: boolean
}

/** Services, and whatever else of the project is alive: a git, a build, a service's forgotten child. */
export async function runningState(shop: Shop): Promise<readonly Running[]> {
  const found = processesOf(shop.project)
  const strangers = found.filter(({ service }) => service === null || !SERVICES.includes(service as ServiceName))
  const services = await Promise.all(SERVICES.map((name) => serviceState(shop, name, found.filter(({ service }) => service === name))))
  return [...services, ...strangers.map((one): Running => ({ name: `stranger: ${one.command.slice(0, 200)}`, first: 1, children: 0, answers: null, recorded: false }))]
}

async function serviceState(shop: Shop, name: ServiceName, mine: readonly Found[]): Promise<Running> {
  const pids = new Set(mine.map(({ pid }) => pid))
  const first = mine.filter(({ parent }) => !pids.has(parent))
  const answer = await asked(shop, name)
  return {
    name, first: first.length, children: mine.length - first.length,
    answers: answer && { version: answer.version, config: Buffer.from(answer.config, 'hex').toString('utf8') },
    recorded: answer === null ? first.length === 0 : answer.name === name && answer.pid === recordedPid(shop, name)
  }
}

function recordedPid({ project }: Shop, name: ServiceName): number | null {
  if (!existsSync(join(project, '.deployments/services', ENVIRONMENT, `${name}.json`))) return null
  return (readState(project, name) as { process: { pid: number } | null }).process?.pid ?? null
}

interface Answer { readonly name: string; readonly version: string; readonly config: string; readonly pid: number }
const asked = (shop: Shop, name: ServiceName): Promise<Answer | null> =>
  fetch(`http://${shop.host}:${shop.ports[name]}/inputs`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) }).then((response) => response.json() as Promise<Answer>, () => null)
