/** Plays the deployments of one environment that Backstep recorded, each really deployed, at the times of the story. */
import path from 'node:path'
import { record, recordBegin, recordFinish } from '../record/record'
import { environmentOf, openSession, type Session, type SessionDeps } from '../session/session'
import { firstSeen } from '../views/first-seen'
import { fail } from '../../domain/problem'
import { deploy } from './deploy'
import type { DemoEnvironment } from './settings'
import { workerRelease, writeSettings } from './shop-files'
import { CAPTURED, type Captured } from './story'

export interface Play {
  readonly folder: string
  readonly deps: SessionDeps
  readonly commits: ReadonlyMap<string, string>
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly onDeployed: (deployment: Captured) => void
}

export async function playEnvironment(play: Play, environment: DemoEnvironment): Promise<void> {
  let now = play.createdAt
  const session = await openSession(play.folder, { ...play.deps, clock: { now: () => new Date(now) } })
  try {
    for (const [index, one] of CAPTURED.filter((captured) => captured.environment === environment).entries()) {
      now = play.createdAt - one.before
      const setTime = (): void => { now = play.createdAt - one.before + one.duration }
      await (index === 0 ? firstDeployment(session, play, one, setTime) : laterDeployment(session, play, one, setTime))
      play.onDeployed(one)
      // The story's own observation: what the overview says "since" of.
      await firstSeen(session, (await session.registry.read()).registry, { environment, at: session.context.clock.now().toISOString() }, [one.version])
    }
  } finally {
    await session.close()
  }
}

async function firstDeployment(session: Session, play: Play, one: Captured, setTime: () => void): Promise<void> {
  await writeSettings(session.context.files, play.folder, one.environment, one.version)
  await placeOrders(session, play, one)
  await putInPlace(session, play, one)
  const input = { ...inputOf(play, one), timestamp: session.context.clock.now().toISOString(), duration: one.duration }
  setTime()
  await record(session, { ...input, status: 'success' }, one.by)
}

/** With a copy of the database before it, as `backstep record --begin` keeps one. */
async function laterDeployment(session: Session, play: Play, one: Captured, setTime: () => void): Promise<void> {
  await recordBegin(session, inputOf(play, one), one.by)
  await writeSettings(session.context.files, play.folder, one.environment, one.version)
  await putInPlace(session, play, one)
  setTime()
  await recordFinish(session, one.id, 'success')
  await placeOrders(session, play, one)
}

const inputOf = (play: Play, one: Captured) =>
  ({ environment: one.environment, version: one.version, commit: play.commits.get(one.version) ?? null, actor: one.by, id: one.id })

async function putInPlace(session: Session, play: Play, one: Captured): Promise<void> {
  await deploy(session, await environmentOf(session, one.environment), one.version, play.commits.get(one.version) ?? null)
}

/** What customers ordered while it ran. */
async function placeOrders(session: Session, play: Play, one: Captured): Promise<void> {
  const [from, to] = one.orders
  const numbers = [from, to, play.createdAt - one.before, one.ran / 86_400_000]
  const argv = ['node', path.join(play.folder, 'vendor', 'fill.mjs'), workerRelease(play.folder, one.environment, one.version), ...numbers.map(String)]
  const ran = await session.context.host('local').run(argv, { cwd: play.folder, timeout: 30_000, env: { SHOP_ENV: one.environment } })
  if (ran.exitCode !== 0) throw fail('demo-orders', `The shop's database of ${one.environment} could not be filled: ${ran.stderr.trim().split('\n').at(-1) ?? ''}`, 'Create the demo again.', { evidence: ran.evidence })
}
