/** Sees in the system's own calls that a commit is acknowledged only after its log was synced. Needs `strace`, and the right to use it. */
import { spawn } from 'node:child_process'
import { program } from '../programs'

const CALLS = 'openat,pwrite64,write,fsync,fdatasync,close'
const COMMITS = 60

/** Acknowledged commits, and those of them that were not synced before; null where nothing can be traced. */
export async function tracedCommits(file: string, seed: string): Promise<{ readonly commits: number; readonly early: number } | null> {
  const text = await trace([process.execPath, await program('writer'), file, seed]).catch(() => null)
  return text === null ? null : judged(text, `${file}-wal`)
}

function trace(command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('strace', ['-f', '-qq', '-s', '64', '-e', `trace=${CALLS}`, '-o', '/dev/stderr', ...command], { stdio: ['pipe', 'pipe', 'pipe'] })
    let text = ''
    child.stderr.on('data', (data: Buffer) => { text += data.toString() })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 && text.includes('sync(') ? resolve(text) : reject(new Error(`strace ended with ${code}`))))
    child.stdin.on('error', () => undefined)
    child.stdin.end('next\n'.repeat(COMMITS))
  })
}

function judged(text: string, log: string): { commits: number; early: number } {
  let file: string | null = null
  let dirty = false
  let commits = 0
  let early = 0
  for (const line of text.split('\n')) {
    const opened = /openat\(.*"([^"]*)".* = (\d+)$/.exec(line)
    if (opened && log.endsWith(opened[1] ?? '-') && opened[1] !== '') file = opened[2] ?? null
    else if (file !== null && line.includes(`pwrite64(${file},`)) dirty = true
    else if (file !== null && new RegExp(`f(data)?sync\\(${file}\\b`).test(line)) dirty = false
    else if (/write\(1, "\d+\\n"/.test(line)) {
      commits += 1
      if (dirty) early += 1
    }
  }
  return { commits, early }
}
