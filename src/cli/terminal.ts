import type { Secrets } from '../engine/hosts/secrets'

/** The streams and facts of the process that the command line needs, replaced in tests. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** What is masked in whatever is told of an error, the engine's among it. */
  readonly secrets?: Secrets
}
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

const USUAL = 100
/** A narrower page shows nothing of a table; whoever says so by COLUMNS may have it. */
const NARROWEST = { terminal: 60, said: 20 }

/** Columns of a page there: what COLUMNS says, else those of the terminal. Into a file or a pipe nothing is cut or broken. */
export function columnsOf(output: Output, env: Terminal['env']): number {
  const said = Number(env['COLUMNS'])
  if (Number.isInteger(said) && said > 0) return Math.max(NARROWEST.said, said)
  return output.isTTY === true ? Math.max(NARROWEST.terminal, output.columns ?? USUAL) : Infinity
}

/** A line that was written there can be written over. */
export const rewrites = ({ stderr, env }: Terminal): boolean => stderr.isTTY === true && env['TERM'] !== 'dumb'

export const colourful = (output: Output, env: Terminal['env']): boolean =>
  output.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
