/** What `backstep --help` says besides the commands. */
export const MAIN_HELP = `
Exit codes:
  0  done, and what serves is the target
  1  failed; the message says what state things are in
  2  bad usage or bad configuration; nothing was touched
  3  blocked by a check; nothing was touched
  4  needs an approval; nothing was touched
  5  the run waits for a decision, or was interrupted
  6  done, but a health check fails, a probe does not show the version, or a service stays down

Examples:
  $ backstep demo                          a real small project to try everything on
  $ backstep status                        what runs where, and what it could go back to
  $ backstep plan --env staging            every command of a rollback, before anything runs
  $ backstep rollback --env staging --reason "Checkout answers 500"
  $ backstep undo RUN                      take a rollback back
`

/** Examples under a command's own help. */
export const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`
