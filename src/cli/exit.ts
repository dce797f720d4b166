/** What an exit code says. The same table stands in the help. */
export const EXIT = {
  /** Done, and what serves is the target. */
  done: 0,
  /** Failed; the message says what state things are in. */
  failed: 1,
  /** Bad usage, bad configuration, or a registry that cannot be read; nothing was touched. */
  usage: 2,
  /** Blocked by a check; nothing was touched. */
  blocked: 3,
  /** Kept free for approvals: no command ends with it yet. */
  approval: 4,
  /** The run waits for a decision, or was interrupted. */
  waiting: 5,
  /** Done, but a health check fails, nothing proves which version serves, or a service stays down. */
  unhealthy: 6
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Of the disk, and of what is ours alone to write: nothing that was asked for is wrong. */
const DAMAGE = [
  'store-damaged', 'store-error', 'io-error', 'disk-full', 'file-error', 'write-not-verified', 'registry-not-written', 'manifest-damaged', 'copy-damaged', 'ciphertext-damaged',
  'snapshot-incomplete', 'service-state-damaged', 'key-damaged', 'key-lost', 'internal'
]
const BY_PROBLEM: Readonly<Record<string, ExitCode>> = {
  ...Object.fromEntries(DAMAGE.map((code) => [code, EXIT.failed])),
  unexpected: EXIT.failed,
  cancelled: EXIT.failed,
  'checks-block': EXIT.blocked,
  'stale-plan': EXIT.blocked,
  'plan-stale': EXIT.blocked,
  blocked: EXIT.blocked,
  'already-running': EXIT.blocked,
  'environment-locked': EXIT.blocked,
  'store-busy': EXIT.blocked,
  'not-held': EXIT.blocked,
  'takeover-refused': EXIT.blocked,
  'takeover-changed': EXIT.blocked,
  'run-driven': EXIT.blocked,
  'orphan-lives': EXIT.blocked,
  'unfinished-run': EXIT.waiting,
  'run-waits': EXIT.waiting,
  'run-interrupted': EXIT.waiting,
  overtaken: EXIT.waiting,
  'resume-changed': EXIT.waiting,
  'resume-undecided': EXIT.waiting,
  'resume-unconfirmed': EXIT.waiting
}
/** For an error before a run: what was asked for is wrong, unless its code says otherwise. */
export const exitOf = (code: string): ExitCode => BY_PROBLEM[code] ?? (code.startsWith('check-') ? EXIT.blocked : EXIT.usage)
/** For an error once a run began: then something was touched. */
export function exitOnceBegun(code: string): ExitCode {
  const exit = exitOf(code)
  return exit === EXIT.usage ? EXIT.failed : exit
}
