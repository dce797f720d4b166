/** `--format` and `--output`, the same for history, plan and result. */
import path from 'node:path'
import type { Command } from 'commander'
import { ENDINGS, FORMATS } from '../domain/document'
import { fail } from '../domain/problem'
import { bytes } from '../domain/text'
import type { ExportFormat, ExportWhat } from '../domain/views'
import { answer, safe, type Answer, type Cli } from './cli'
import type { ExitCode } from './exit'

export interface ExportOptions { readonly format?: string; readonly output?: string; readonly utc?: boolean }

export const exportOptions = (command: Command, otherwise: string): Command =>
  command
    .option('--format <format>', `${FORMATS.join(', ')} (default: ${otherwise}, or what the file of --output ends with)`)
    .option('-o, --output <file>', 'write it to a file; needed for pdf')
    .option('--utc', 'times in UTC (default: local, with the zone)')

/** What was asked for; null: neither a format nor a file. */
export function formatOf({ format, output }: ExportOptions): ExportFormat | null {
  if (format !== undefined) return known(format) ?? refuse(`--format is one of ${FORMATS.join(', ')}, not '${format}'. Nothing was written.`)
  if (output === undefined) return null
  const ending = path.extname(output).slice(1).toLowerCase()
  return FORMATS.find((one) => ENDINGS[one] === ending) ?? known(ending) ?? refuse(`What '${output}' ends with is no format. Nothing was written.`, `Add --format with one of ${FORMATS.join(', ')}.`)
}
const known = (format: string): ExportFormat | null => FORMATS.find((one) => one === format || ENDINGS[one] === format) ?? null
const refuse = (message: string, next = 'Use one of them.'): never => {
  throw fail('usage', message, next)
}

/** Writes the file, or prints the document exactly as it is. `besides`: what the document for programs says besides the file that was written. */
export async function exported(cli: Cli, project: string, what: ExportWhat, format: ExportFormat, { output, utc }: ExportOptions, code: ExitCode, besides: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  if (format === 'pdf' && output === undefined) refuse('A PDF is written to a file. Nothing was written.', 'Add --output with its name.')
  const engine = cli.engine()
  const file = await engine.exportFile(project, what, format, utc ? 'utc' : 'local')
  if (output === undefined) return { ...answer(format === 'json' ? (JSON.parse(file.content) as unknown) : { format, name: file.name, content: file.content }, [], code), raw: file.content }
  const place = path.resolve(cli.terminal.cwd, output)
  if (format === 'pdf') cli.say(cli.paintMessage('Printing…', 'dim'))
  const size = await engine.saveExport(file, format, place)
  return answer({ file: place, format, bytes: size, ...besides }, [`Wrote ${safe(place)}, ${bytes(size)}.`], code)
}
