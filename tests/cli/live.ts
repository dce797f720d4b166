/** The built command line while it runs: what it says so far, and signals to it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const CLI = path.resolve(import.meta.dirname, '../../out/cli/index.js')

export interface Live {
  readonly pid: number
  /** Everything on standard error so far. */
  said(): string
  /** Resolves once standard error matches. */
  says(pattern: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

export function live(args: readonly string[], as: { readonly uid?: number; readonly gid?: number } = {}): Live {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...as })
  const waiting = new Set<() => void>()
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const look of waiting) look()
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return {
    pid: child.pid ?? 0,
    said: () => stderr,
    says: (pattern) => new Promise((resolve, reject) => {
      const look = (): void => { if (pattern.test(stderr)) { waiting.delete(look); resolve() } }
      waiting.add(look)
      void ended.then(() => { look(); reject(new Error(`It ended without ${String(pattern)}: ${stderr}`)) })
      look()
    }),
    signal: (name) => void child.kill(name),
    ended
  }
}
