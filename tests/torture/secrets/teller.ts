/** Tells the command line what to do, and keeps what it prints. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../shop/places'
import type { Leaky } from './project'

const CLI = join(ROOT, 'out/cli/index.js')

export interface Teller {
  /** By a program of its own; what it printed on standard output. */
  run(...words: readonly string[]): Promise<string>
  /** What only looks, as text and as JSON at the same time; the JSON. */
  look(...words: readonly string[]): Promise<string>
  readonly told: { commands: number; readonly codes: string[] }
}

interface Ended { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export function createTeller(leaky: Leaky, printed: string): Teller {
  const told = { commands: 0, codes: [] as string[] }
  const run: Teller['run'] = async (...words) => {
    const number = ++told.commands
    const { code, stdout, stderr } = await backstep(leaky, words)
    told.codes.push(`${words.slice(0, 2).join(' ')}: ${code}`)
    writeFileSync(join(printed, `${String(number).padStart(3, '0')}-${words[0]}.txt`), stdout + stderr)
    return stdout
  }
  return { told, run, look: async (...words) => (await Promise.all([run(...words), run(...words, '--json')]))[1] }
}

function backstep({ project, env }: Leaky, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, '--project', project, ...words], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => { stdout += data.toString() })
    child.stderr.on('data', (data: Buffer) => { stderr += data.toString() })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
