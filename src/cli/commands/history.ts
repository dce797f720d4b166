import { readFileSync } from 'node:fs'
import path from 'node:path'
import { HEAD_IS_HERE, noHead, notAllSigned } from '../../domain/history'
import { wholeNumber } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { EXIT } from '../exit'
import { exported, exportOptions, formatOf, type ExportOptions } from '../export'
import { examples } from '../print/help'
import { at, zoneNote } from '../print/amounts'
import { historyLines } from '../print/history'
import { verifiedLines } from '../print/verified'
import { requireEnvironment } from '../project'

interface Options { readonly env?: string; readonly search?: string; readonly limit?: string }

export function addHistory({ program, run }: Adding): void {
  const history = program.command('history').description('who rolled back what, when, why, and how it ended')
    .option('-e, --env <name>', 'only this environment')
    .option('--search <text>', 'only those with this text')
    .option('--limit <number>', 'how many (default: 30)')
    .addHelpText('after', examples('backstep history --env staging', 'backstep history verify', 'backstep history export > history.json'))
    .action(run<Options>(list))
  history.command('verify').description('prove that no record was changed, removed or put in, and check every signature')
    .option('--head <file|hash>', 'compare with a head that was exported earlier: shows a history that was rewritten as a whole, or cut')
    .option('--signed', 'fail unless every record is signed by somebody that the project lists')
    .addHelpText('after', `${examples('backstep history verify', 'backstep history verify --head head.json', 'backstep history verify --signed --json')}\nEnds with 1 when something is not as it was written.\n`)
    .action(run<VerifyOptions>(verify))
  exportOptions(history.command('head').description('the newest record, to be kept elsewhere: `history verify --head` compares with it later'), 'text')
    .addHelpText('after', examples('backstep history head', 'backstep history head --output head.json'))
    .action(run<ExportOptions>(head))
  exportOptions(history.command('export').description('the records with their hashes, oldest first, as a file for others'), 'json')
    .option('-e, --env <name>', 'only this environment')
    .option('--search <text>', 'only those with this text')
    .addHelpText('after', examples('backstep history export > history.json', 'backstep history export --output history.pdf --env production', 'backstep history export --format csv'))
    .action(run<Options & ExportOptions>(exportAll))
}

async function list(cli: Cli, { env, search, limit }: Options): Promise<Answer> {
  const wanted = wholeNumber(limit, 30, '--limit')
  const project = await cli.project()
  if (env !== undefined) await requireEnvironment(cli.engine(), project, env)
  const view = await cli.engine().history(project, { text: search ?? '', environment: env ?? null, offset: 0, limit: wanted })
  return answer(view, historyLines(view, env !== undefined || (search ?? '') !== '', cli.width, cli.paint))
}

interface VerifyOptions { readonly head?: string; readonly signed?: boolean }

async function verify(cli: Cli, { head, signed }: VerifyOptions): Promise<Answer> {
  const given = head === undefined ? undefined : headText(head, cli.terminal.cwd)
  const verified = await cli.engine().verifyHistory(await cli.project(), given)
  const unsigned = signed ? notAllSigned(verified) : null
  const compared = given === undefined || !verified.ok ? [] : [`  ${HEAD_IS_HERE}`]
  const lines = [...verifiedLines(verified, cli.width, cli.paint), ...compared, ...(unsigned === null ? [] : [`${cli.paint('✗', 'failed')} ${unsigned}`])]
  return answer({ ...verified, ...(signed ? { allSigned: unsigned === null } : {}) }, lines, verified.ok && unsigned === null ? EXIT.done : EXIT.failed)
}

/** A hash is taken as it is, anything else is a file. */
function headText(head: string, cwd: string): string {
  if (/^[0-9a-f]{64}$/.test(head)) return head
  try {
    return readFileSync(path.resolve(cwd, head), 'utf8')
  } catch (error) {
    throw noHead(`${head} is no hash of 64 digits, and cannot be read as a file: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

async function head(cli: Cli, options: ExportOptions): Promise<Answer> {
  const format = formatOf(options)
  const project = await cli.project()
  if (format !== null) return exported(cli, project, { kind: 'head' }, format, options, EXIT.done)
  const found = await cli.engine().historyHead(project)
  const signer = found.signer === null ? 'not signed' : 'key' in found.signer ? `signed with ${found.signer.key}` : `not signed: ${safe(found.signer.none)}`
  const lines = found.number === 0 ? ['There is no record yet.'] : [
    `Record ${found.number} of run ${safe(found.runId ?? '')}, ended ${at(found.at ?? '')}, ${signer}`, `  ${found.hash}`,
    cli.paint('Keep it where others cannot write, and compare with `backstep history verify --head`.', 'dim'),
    cli.paint(zoneNote(), 'dim')
  ]
  return answer(found, lines)
}

async function exportAll(cli: Cli, options: Options & ExportOptions): Promise<Answer> {
  const format = formatOf(options) ?? 'json'
  const project = await cli.project()
  if (options.env !== undefined) await requireEnvironment(cli.engine(), project, options.env)
  return exported(cli, project, { kind: 'history', text: options.search ?? '', environment: options.env ?? null }, format, options, EXIT.done)
}
