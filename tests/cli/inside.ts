/** The command line in this process: the same arguments, answers and exit codes without a start for each. `heard` is told what it prints as it does. */
import { Readable } from 'node:stream'
import { main } from '../../src/cli/program'
import type { Ended } from './run'

export async function inside(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly heard?: (text: string) => void } = {}): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({ write: (text: string) => { said[name] += text; options.heard?.(text) } })
  const code = await main(args, { stdout: stream('stdout'), stderr: stream('stderr'), stdin: Readable.from([]), env: options.env ?? process.env, cwd: options.cwd ?? '/' })
  return { code, ...said }
}

/** With `--json`: standard output must be one document and nothing else. */
export async function insideJson<T = Record<string, unknown>>(args: readonly string[], options: { readonly cwd?: string; readonly heard?: (text: string) => void } = {}): Promise<{ readonly code: number | null; readonly json: T; readonly stderr: string }> {
  const { code, stdout, stderr } = await inside([...args, '--json'], options)
  return { code, json: JSON.parse(stdout) as T, stderr }
}
