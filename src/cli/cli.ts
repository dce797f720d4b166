/** What every command is given, and what it answers. */
import { createEngine } from '../engine'
import type { Engine } from '../engine/engine'
import { jsonText } from '../domain/document'
import { stripControl } from '../domain/text'
import { EXIT, type ExitCode } from './exit'
import { openProject } from './project'
import { paintWith, type Paint } from './print/style'
import { cut, pageLines } from './print/width'
import { colourful, columnsOf, rewrites, type Terminal } from './terminal'

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
  /** Where work stands, until something else is said: one line of a terminal that is written again. Elsewhere a line for each other text, without the share. */
  progress(text: string, share: string): void
  /** The answer, on standard output. */
  print(answer: Answer): void
  close(): Promise<void>
}

export function createCli(terminal: Terminal, options: CommonOptions): Cli {
  let engine: Engine | null = null
  const open = (): Engine => (engine ??= createEngine({ env: terminal.env, ...(terminal.secrets && { deps: { secrets: terminal.secrets } }) }))
  const { stdout, stderr } = terminal
  const width = columnsOf(stdout, terminal.env)
  const widthMessage = columnsOf(stderr, terminal.env)
  const paintMessage = paintWith(colourful(stderr, terminal.env))
  const paged = (lines: readonly string[], columns: number): string => lines.flatMap((line) => pageLines(line, columns)).map((line) => `${line}\n`).join('')
  let passing = ''
  const settle = (): string => {
    const clear = passing !== '' && rewrites(terminal) ? CLEAR : ''
    passing = ''
    return clear
  }
  return {
    terminal,
    json: options.json === true,
    verbose: options.verbose === true,
    width,
    widthMessage,
    paint: paintWith(colourful(stdout, terminal.env)),
    paintMessage,
    engine: open,
    project: () => openProject(open(), options.project ?? null, terminal.cwd),
    say: (...lines) => stderr.write(settle() + paged(lines, widthMessage)),
    progress: (text, share) => {
      if (rewrites(terminal)) stderr.write(CLEAR + paintMessage(cut(`  ${text}, ${share}`, widthMessage - 1), 'dim'))
      else if (text !== passing) stderr.write(`  ${text}\n`)
      passing = text
    },
    print: ({ json, lines, raw }) => {
      const clear = settle()
      if (clear !== '') stderr.write(clear)
      stdout.write(options.json === true ? jsonText(json) : (raw ?? paged(lines, width)))
    },
    close: async () => engine?.close()
  }
}

const CLEAR = '\r\u001b[2K'

/** Text from a record, a file or a program, made harmless. */
export const safe = stripControl
