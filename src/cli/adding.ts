import type { Command } from 'commander'
import type { Answer, Cli } from './cli'

/** What a command does, with its options and positional arguments. */
export type Work<Options> = (cli: Cli, options: Options, positional: readonly string[]) => Promise<Answer>

/** Given to each command to add itself to the program; `run` makes an action of its work. */
export interface Adding {
  readonly program: Command
  run<Options>(work: Work<Options>): (...values: readonly unknown[]) => Promise<void>
}
