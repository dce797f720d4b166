/** Everything that somebody does with a project, by the command line, as text and as JSON; what was printed and exported is kept. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deploy, type Fault, type Leaky } from './project'
import type { Seeds } from './seeds'
import { createTeller, type Teller } from './teller'

export interface Told {
  readonly commands: number
  readonly codes: readonly string[]
  /** Runs and deployments from before there was a key: what was kept of them is as it was. */
  readonly inClear: readonly string[]
  /** A deployment whose services exit. */
  readonly failing: string
}

/** The last seed is known to be one only by the file that it stands in. */
export const reasonWith = ({ env }: Leaky, seeds: Seeds): string =>
  `Checkout answers 500 since ${seeds['environment by key']} leaked, password=${seeds['JSON by key']}, see ${env.SHOP_DATABASE_ADDRESS} and ${seeds['environment file by form']}, or ${seeds['YAML by key']}`

/** `isWhole`: everything there is; else one of each kind. */
export async function tell(leaky: Leaky, seeds: Seeds, printed: string, isWhole: boolean): Promise<Told> {
  await mkdir(printed, { recursive: true })
  const teller = createTeller(leaky, printed)
  const { run, look, told } = teller
  const reason = reasonWith(leaky, seeds)
  const ids = await releases(teller, leaky, seeds, isWhole)
  const rollback = (to: string, ...more: readonly string[]): Promise<string> => run('rollback', '--env', 'staging', '--to', ids[to] ?? '', '--reason', reason, '--yes', '--force', ...more)
  const plan = ['plan', '--env', 'staging', '--data', 'restore', '--to', ids['v1.0.0'] ?? ''] as const
  /** The last run's id. */
  const looks = async (): Promise<string> => {
    const runId = idIn(await look('history'))
    for (const words of isWhole ? LOOKS : LOOKS.slice(0, 2)) await look(...words)
    return runId
  }

  for (const id of isWhole ? Object.values(ids) : Object.values(ids).slice(-1)) await look('show', id)
  await look('check', '--env', 'staging')
  await Promise.all([look(...plan), run('plan', '--env', 'staging', '--markdown', '--to', ids['v1.0.0'] ?? '')])
  // A run that fails and waits, fails again, and is given up.
  const waiting = idIn(await rollback('v1.2.0', '--on-failure', 'ask', '--json'))
  if (isWhole) {
    await looks()
    for (const form of [[], ['--json']]) await run('resume', ...form)
  }
  await run('abandon', waiting, '--reason', reason)
  // From here on the history is signed, and what is kept is encrypted.
  await run('identity', '--key', leaky.signingKey)
  const inClear = kept(leaky.project)
  await run('keys', 'create', '--file')
  if (isWhole) {
    await look('keys')
    await rollback('v1.1.0')
    await rollback('v1.2.0', '--on-failure', 'undo')
  }
  // One that ends with another version, one that restores, and its undo.
  await rollback('v1.3.0', '--verbose')
  const restored = idIn(await rollback('v1.0.0', '--data', 'restore', '--json'))
  await run('undo', restored, '--yes', '--force', '--reason', reason, '--markdown')
  const runId = await looks()
  for (const format of isWhole ? ['html', 'csv', 'markdown', 'pdf'] : ['html']) {
    const exported = [['result', runId], ['history', 'export'], plan].map((words) => run(...words, '--format', format, ...(format === 'pdf' ? ['--output', join(printed, `${words[0]}.pdf`)] : [])))
    await Promise.all(exported)
  }
  await Promise.all([run('rollback', '--env', 'staging', '--to', seeds['environment by key'], '--reason', reason), look('show', `x-${seeds['environment by key']}`)])
  return { ...told, inClear, failing: ids['v1.2.0'] ?? '' }
}

/** What was kept in clear: from here on nothing is. */
export async function encryptOld(leaky: Leaky, printed: string): Promise<void> {
  await mkdir(printed)
  await createTeller(leaky, printed).run('snapshots', 'encrypt')
}

const RELEASES: readonly (readonly [string, Fault])[] = [['v1.0.0', ''], ['v1.1.0', 'build'], ['v1.2.0', 'exits'], ['v1.3.0', 'tells'], ['v2.0.0', '']]
const LOOKS: readonly (readonly string[])[] = [['status', '--env', 'staging'], ['history', 'export'], ['history', 'verify'], ['snapshots'], ['snapshots', 'verify'], ['list', '--env', 'staging'], ['doctor']]

/** Their ids, by version. */
async function releases({ run }: Teller, leaky: Leaky, seeds: Seeds, isWhole: boolean): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {}
  for (const [n, [version, fault]] of (isWhole ? RELEASES : RELEASES.filter(([, fault]) => fault !== 'build')).entries()) {
    const begun = JSON.parse(await run('record', '--begin', '--env', 'staging', '--version', version, '--json')) as { id: string }
    await deploy(leaky, seeds, version, fault, n)
    await run('record', '--finish', begun.id, '--json')
    ids[version] = begun.id
  }
  return ids
}

function idIn(printed: string): string {
  const [id] = /\d{8}-\d{6}-[0-9a-f]{4}/.exec(printed) ?? []
  if (id === undefined) throw new Error(`No run is named in ${printed.slice(0, 500)}`)
  return id
}

/** Folders of what was kept so far. */
const kept = (project: string): readonly string[] => ['manifests', 'rollback-snapshots', 'runs'].flatMap((name) => {
  const folder = join(project, '.deployments', name)
  return existsSync(folder) ? readdirSync(folder) : []
})
