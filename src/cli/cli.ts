/** What every command is given, and what it answers. */
import { createEngine } from '../engine'
import type { Engine } from '../engine/engine'
import { stripControl } from '../domain/text'
import { EXIT, type ExitCode } from './exit'
import { openProject } from './project'
import { paintWith, type Paint } from './print/style'
import { colourful, columnsOf, type Terminal } from './terminal'

export interface CommonOptions { readonly project?: string; readonly json?: boolean; readonly verbose?: boolean }

/** What a command answers: one document for programs, lines for people, and the exit code. */
export interface Answer {
  readonly code: ExitCode
  readonly json: unknown
  readonly lines: readonly string[]
  /** In place of the lines: printed exactly so. */
  readonly raw?: string
}
export const answer = (json: unknown, lines: readonly string[], code: ExitCode = EXIT.done): Answer => ({ code, json, lines })

export interface Cli {
  readonly terminal: Terminal
  readonly json: boolean
  readonly verbose: boolean
  /** Columns of the page, of standard output and of standard error; infinite where it is no terminal. */
  readonly width: number
  readonly widthMessage: number
  /** For lines of the answer, on standard output. */
  readonly paint: Paint
  /** For messages and progress, on standard error. */
  readonly paintMessage: Paint
  engine(): Engine
  /** The project asked for or the nearest one upwards, opened. */
  project(): Promise<string>
  /** A message or progress, on standard error. */
  say(...lines: readonly string[]): void
  close(): Promise<void>
}

export function createCli(terminal: Terminal, options: CommonOptions): Cli {
  let engine: Engine | null = null
  const open = (): Engine => (engine ??= createEngine(terminal.secrets ? { deps: { secrets: terminal.secrets } } : {}))
  return {
    terminal,
    json: options.json === true,
    verbose: options.verbose === true,
    width: columnsOf(terminal.stdout, terminal.env),
    widthMessage: columnsOf(terminal.stderr, terminal.env),
    paint: paintWith(colourful(terminal.stdout, terminal.env)),
    paintMessage: paintWith(colourful(terminal.stderr, terminal.env)),
    engine: open,
    project: () => openProject(open(), options.project ?? null, terminal.cwd),
    say: (...lines) => terminal.stderr.write(lines.map((line) => `${line}\n`).join('')),
    close: async () => engine?.close()
  }
}

/** Text from a record, a file or a program, made harmless. */
export const safe = stripControl
