import { wrapped } from './width'

/** What `backstep --help` says besides the commands. */
export const MAIN_HELP = `
Exit codes:
  0  done, and what serves is the target
  1  failed; the message says what state things are in
  2  bad usage, bad configuration, or a registry that cannot be read;
     nothing was touched
  3  blocked by a check; nothing was touched
  4  kept free for approvals: no command ends with it yet
  5  the run waits for a decision, or was interrupted
  6  done, but a health check fails, a probe does not show the version, or a service stays down

Examples:
  $ backstep demo                 a real small project to try everything on
  $ backstep status               what runs where, what it could go back to
  $ backstep plan --env staging   every command of a rollback, before it runs
  $ backstep rollback --env staging --reason "Checkout answers 500"
  $ backstep undo RUN             take a rollback back
`

const LONGEST = 76
/** Two for the backslash, two for going in. */
const LONGEST_PART = LONGEST - 4
const asInShell = (line: string): string => (line.length <= LONGEST ? line : wrapped(line.split(/ (?=--)/), LONGEST_PART).join(' \\\n      '))

/** Examples under a command's own help; a long one goes on as in a shell. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${asInShell(line)}`).join('\n')}\n`
