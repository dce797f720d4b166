/** Runs the built command line as a user would. */
import { spawn } from 'node:child_process'
import path from 'node:path'

const CLI = path.resolve(import.meta.dirname, '../../out/cli/index.js')

export interface Ended { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Standard input is no terminal, and neither are the outputs. */
export function backstep(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly uid?: number } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: options.cwd ?? '/', env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }) })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** With `--json`: standard output must be one document and nothing else. */
export async function backstepJson<T = Record<string, unknown>>(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly uid?: number } = {}): Promise<{ readonly code: number | null; readonly json: T; readonly stderr: string }> {
  const { code, stdout, stderr } = await backstep([...args, '--json'], options)
  return { code, json: JSON.parse(stdout) as T, stderr }
}
