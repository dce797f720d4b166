/** A host is asked through this interface, local or (later) ssh. Only this folder starts processes. */
import type { Evidence } from '../../domain/problem'

export interface RunOptions {
  readonly cwd: string
  /** Milliseconds; then SIGTERM and, 2 s later, SIGKILL. */
  readonly timeout: number
  /** Added to the allowlisted environment (PATH, HOME, LANG, LC_*, TZ, TMPDIR, USER). */
  readonly env?: Readonly<Record<string, string>>
  readonly abort?: AbortSignal
  /** Each line as it comes, already masked. */
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void
  /** Written to standard input, then closed. */
  readonly input?: string
  /** What it prints on standard output is a secret: answered unmasked in `stdout`, and in no line and no evidence. */
  readonly secretOutput?: boolean
  /** It may start what outlives it (a service): only its own process is waited for and ended, never its group or descendants. */
  readonly leaves?: true
  /** It only looks: whoever takes a run over need not wait for it. */
  readonly reads?: true
  /** Names it right after its start, before anything else is done with it. When this throws, it is ended and `run` throws the same. */
  readonly onSpawn?: (id: ProcessId) => Promise<void>
}
export interface Ran {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  readonly evidence: Evidence
}

export interface SpawnOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Standard output and error go to this file; the child keeps writing after we are gone. */
  readonly logFile: string
}
/** Names one process for good: a pid that is another program now has another start time or boot id. */
export interface ProcessId { readonly pid: number; readonly startTime: string; readonly bootId: string }

export interface Host {
  readonly name: string
  /** Runs a program to its end; never throws for a non-zero exit. argv[0] is looked up, also with a bare PATH. */
  run(argv: readonly string[], options: RunOptions): Promise<Ran>
  /** Starts a program that outlives us: detached, stdio to files, allowlisted environment. */
  spawn(argv: readonly string[], options: SpawnOptions): Promise<ProcessId>
  /** Alive means: same pid, start time and boot, and not a zombie. */
  isAlive(id: ProcessId): Promise<boolean>
  /** Signals the process group of exactly this process, or it `alone`; false when it is gone, another program, or may not be signalled. */
  signal(id: ProcessId, signal: NodeJS.Signals, whom?: 'group' | 'alone'): Promise<boolean>
  /** Number of the user that it runs as; null when it is gone. */
  ownerOf(id: ProcessId): Promise<number | null>
  /** Since when it runs, by the operating system; null when gone. */
  startedAt(id: ProcessId): Promise<string | null>
  /** Paths of the files that it has open; none where the operating system does not tell. */
  openFiles(id: ProcessId): Promise<readonly string[]>
  /** The process that listens on this port of the loopback addresses, or of all; null when none does, or the operating system does not tell. */
  listenerOn(port: number): Promise<number | null>
  /** This very process. */
  self(): ProcessId
  /** Processes whose environment holds NAME=value (to find children whose pid was never written down). */
  findByEnv(name: string, value: string): Promise<readonly ProcessId[]>
  /** Absolute path of a program, null when it is not found anywhere that a login shell or a usual folder would have it. */
  which(program: string): Promise<string | null>
}
