import { wholeNumber } from '../arguments'
import type { Adding } from '../adding'
import { answer, type Answer, type Cli } from '../cli'
import { EXIT } from '../exit'
import { examples } from '../print/help'
import { historyLines, verifiedLines } from '../print/history'
import { jsonText } from '../print/json'
import { requireEnvironment } from '../project'
import type { HistoryRecord } from '../../domain/run'

interface Options { readonly env?: string; readonly search?: string; readonly limit?: string }
const PAGE = 1000

export function addHistory({ program, run }: Adding): void {
  const history = program.command('history').description('who rolled back what, when, why, and how it ended')
    .option('-e, --env <name>', 'only this environment')
    .option('--search <text>', 'only those with this text')
    .option('--limit <number>', 'how many (default: 30)')
    .addHelpText('after', examples('backstep history --env staging', 'backstep history verify', 'backstep history export > history.json'))
    .action(run<Options>(list))
  history.command('verify').description('prove that no record was changed or removed').action(run<Options>(verify))
  history.command('export').description('all records with their hashes, as JSON').action(run<Options>(exportAll))
}

async function list(cli: Cli, { env, search, limit }: Options): Promise<Answer> {
  const wanted = wholeNumber(limit, 30, '--limit')
  const project = await cli.project()
  if (env !== undefined) await requireEnvironment(cli.engine(), project, env)
  const view = await cli.engine().history(project, { text: search ?? '', environment: env ?? null, offset: 0, limit: wanted })
  return answer(view, historyLines(view, cli.width, cli.paint))
}

async function verify(cli: Cli): Promise<Answer> {
  const verified = await cli.engine().verifyHistory(await cli.project())
  return answer(verified, verifiedLines(verified, cli.paint), verified.ok ? EXIT.done : EXIT.failed)
}

/** Oldest first, as the chain goes. */
async function exportAll(cli: Cli): Promise<Answer> {
  const project = await cli.project()
  const records: HistoryRecord[] = []
  for (;;) {
    const page = await cli.engine().history(project, { text: '', environment: null, offset: records.length, limit: PAGE })
    records.push(...page.rows.map(({ record }) => record))
    if (page.rows.length === 0 || records.length >= page.total) break
  }
  const all = { format: 1, project, records: records.reverse() }
  return answer(all, [jsonText(all).trimEnd()])
}
