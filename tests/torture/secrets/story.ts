/** Everything that somebody does with a project, by the command line, as text and as JSON; what was printed is kept. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../shop/places'
import { deploy, type Fault, type Leaky } from './project'
import type { Seeds } from './seeds'

const CLI = join(ROOT, 'out/cli/index.js')

interface Teller {
  /** What it printed on standard output. */
  run(...words: readonly string[]): Promise<string>
  /** As text, and as JSON. */
  both(...words: readonly string[]): Promise<string>
  readonly told: { commands: number; readonly codes: string[] }
}

function teller(leaky: Leaky, printed: string): Teller {
  const told = { commands: 0, codes: [] as string[] }
  const run: Teller['run'] = async (...words) => {
    const { code, stdout, stderr } = await backstep(leaky, words)
    told.commands += 1
    told.codes.push(`${words.slice(0, 2).join(' ')}: ${code}`)
    writeFileSync(join(printed, `${String(told.commands).padStart(3, '0')}-${words[0]}.txt`), stdout + stderr)
    return stdout
  }
  const both: Teller['both'] = async (...words) => {
    await run(...words)
    return run(...words, '--json')
  }
  return { run, both, told }
}

/** `isWhole`: everything there is; else one of each kind. */
export async function tell(leaky: Leaky, seeds: Seeds, printed: string, isWhole: boolean): Promise<Teller['told']> {
  await mkdir(printed, { recursive: true })
  const { run, both, told } = teller(leaky, printed)
  // The last is known to be one only by the file that it stands in.
  const reason = `Checkout answers 500 since ${seeds['environment by key']} leaked, password=${seeds['JSON by key']}, see ${leaky.env.SHOP_DATABASE_ADDRESS} and ${seeds['environment file by form']}, or ${seeds['YAML by key']}`
  const ids: Record<string, string> = {}
  const release = async (version: string, fault: Fault, n: number): Promise<void> => {
    const begun = JSON.parse(await run('record', '--begin', '--env', 'staging', '--version', version, '--json')) as { id: string }
    await deploy(leaky, seeds, version, fault, n)
    await run('record', '--finish', begun.id, '--json')
    ids[version] = begun.id
  }
  const rollback = (to: string, ...more: readonly string[]): Promise<string> => run('rollback', '--env', 'staging', '--to', ids[to] ?? '', '--reason', reason, '--yes', '--force', ...more)
  const runId = async (): Promise<string> => /\d{8}-\d{6}-[0-9a-f]{4}/.exec(await run('history', '--json', '--limit', '1'))?.[0] ?? ''
  const look = async (): Promise<void> => {
    for (const words of isWhole ? LOOKS : LOOKS.slice(0, 3)) await both(...words)
  }

  for (const [n, [version, fault]] of (isWhole ? RELEASES : RELEASES.filter(([, fault]) => fault !== 'build')).entries()) await release(version, fault, n)
  for (const id of isWhole ? Object.values(ids) : Object.values(ids).slice(-1)) await both('show', id)
  await both('check', '--env', 'staging')
  await both('plan', '--env', 'staging', '--data', 'restore', '--to', ids['v1.0.0'] ?? '')
  await run('plan', '--env', 'staging', '--markdown', '--to', ids['v1.0.0'] ?? '')
  // A run that fails and waits, fails again, and is given up.
  await rollback('v1.2.0', '--on-failure', 'ask', '--json')
  if (isWhole) {
    await look()
    await both('resume')
  }
  await run('abandon', await runId(), '--reason', reason)
  // From here on the history is signed, and what is kept is encrypted.
  await run('identity', '--key', leaky.signingKey)
  if (isWhole) {
    await run('keys', 'create', '--file')
    await both('keys')
    await rollback('v1.1.0')
    await rollback('v1.2.0', '--on-failure', 'undo')
  }
  // One that ends with another version, one that restores, and its undo.
  await rollback('v1.3.0', '--verbose')
  await rollback('v1.0.0', '--data', 'restore', '--json')
  await run('undo', await runId(), '--yes', '--force', '--reason', reason, '--markdown')
  await look()
  for (const format of isWhole ? ['html', 'csv', 'markdown'] : ['html']) {
    for (const words of [['result', await runId()], ['history', 'export'], ['plan', '--env', 'staging', '--data', 'restore', '--to', ids['v1.0.0'] ?? '']]) await run(...words, '--format', format)
  }
  await run('rollback', '--env', 'staging', '--to', seeds['environment by key'], '--reason', reason)
  await both('show', `x-${seeds['environment by key']}`)
  return told
}

const RELEASES: readonly (readonly [string, Fault])[] = [['v1.0.0', ''], ['v1.1.0', 'build'], ['v1.2.0', 'exits'], ['v1.3.0', 'tells'], ['v2.0.0', '']]
const LOOKS: readonly (readonly string[])[] = [['status', '--env', 'staging'], ['history'], ['history', 'export'], ['history', 'verify'], ['snapshots'], ['snapshots', 'verify'], ['list', '--env', 'staging'], ['doctor']]

function backstep({ project, env }: Leaky, words: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, '--project', project, ...words], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => { stdout += data.toString() })
    child.stderr.on('data', (data: Buffer) => { stderr += data.toString() })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
