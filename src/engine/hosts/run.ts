/** Runs one program to its end: its own process group, an allowlisted environment, a time limit, masked output. */
import { execa } from 'execa'
import { maskArguments } from '../../domain/config'
import type { Evidence } from '../../domain/problem'
import type { Ran, RunOptions } from './host'
import { collector, lastLines, lineReader } from './lines'
import type { Masking } from './masking'
import type { ProcessTable } from './process-table'
import { MASK } from './secrets'
import { watchGroup, type Watched } from './terminate'

const EVIDENCE_LINES = 200
/** A grandchild that left its group can hold the pipes for ever: after the program's end we read only as long as something comes. */
const DRAIN = 2000

export interface Launch { readonly program: string; readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> }

/** `launch.program` is absolute and exists. */
export async function runToEnd(launch: Launch, options: RunOptions, masking: Masking, table: ProcessTable): Promise<Ran> {
  const started = performance.now()
  const child = execa(launch.program, launch.argv.slice(1), {
    cwd: options.cwd, env: launch.env, extendEnv: false, argv0: launch.argv[0], reject: false, buffer: false, detached: true, cleanup: false,
    stripFinalNewline: false, encoding: 'buffer', ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input })
  })
  // Named before it can be reaped.
  const id = child.pid === undefined || !options.onSpawn ? undefined : table.look(child.pid)?.id
  const group = watchGroup(child.pid, options)
  const reading = readOutput(child, options, masking)
  const refused = id && options.onSpawn ? refusal(options.onSpawn(id), group) : Promise.resolve(null)
  const ended = await Promise.race([child, exitOf(child, reading.lastSign)])
  group.stop()
  reading.end()
  const why = await refused
  if (why) throw why.error
  const exitCode = ended.exitCode ?? null
  const signal = ended.signal ?? null
  const evidence: Evidence = {
    argv: maskArguments(launch.argv, masking.mask, MASK), cwd: options.cwd, exitCode, signal, duration: Math.round(performance.now() - started), output: reading.tail()
  }
  const stdout = options.secretOutput ? reading.stdout() : masking.maskValues(reading.stdout())
  return { exitCode, signal, stdout, stderr: masking.maskValues(reading.stderr()), timedOut: group.timedOut(), evidence }
}

/** A program that may not be noted may not go on. */
const refusal = (noted: Promise<void>, group: Watched): Promise<{ readonly error: unknown } | null> =>
  noted.then(() => null, (error: unknown) => {
    group.end()
    return { error }
  })

type Child = ReturnType<typeof execa<{ buffer: false; encoding: 'buffer'; reject: false }>>

function readOutput(child: Child, options: RunOptions, masking: Masking) {
  const tail = lastLines(EVIDENCE_LINES)
  let seen = performance.now()
  const follow = (name: 'stdout' | 'stderr') => {
    const all = collector()
    const lines = lineReader(masking.splitMasker(), masking.lineMask(), masking.mask, (line) => {
      tail.add(line)
      options.onLine?.(name, line)
    })
    child[name].on('data', (bytes: Uint8Array) => {
      seen = performance.now()
      all.add(bytes)
      if (!(name === 'stdout' && options.secretOutput)) lines.push(bytes)
    })
    return { all, lines }
  }
  const out = follow('stdout')
  const err = follow('stderr')
  return {
    lastSign: () => seen,
    end() {
      for (const stream of [child.stdout, child.stderr]) stream.destroy()
      out.lines.end()
      err.lines.end()
    },
    stdout: () => out.all.text(),
    stderr: () => err.all.text(),
    tail: () => tail.lines()
  }
}

/** The program's end as the system tells it, once its pipes have been silent for a while. */
function exitOf(child: Child, lastSign: () => number): Promise<{ exitCode: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.on('exit', (exitCode, signal) => {
      const exited = performance.now()
      const wait = setInterval(() => {
        if (performance.now() - Math.max(exited, lastSign()) < DRAIN) return
        clearInterval(wait)
        resolve({ exitCode, signal })
      }, DRAIN / 8)
      // What still holds the pipes keeps us waiting; pipes that closed before the exit was told do not.
      wait.unref()
      child.stdout.once('close', () => child.stderr.closed && clearInterval(wait))
      child.stderr.once('close', () => child.stdout.closed && clearInterval(wait))
    })
  })
}
