import { sinceOf, untilOf, wholeNumber } from '../arguments'
import type { Adding } from '../adding'
import { answer, type Answer, type Cli } from '../cli'
import { deploymentLines } from '../print/deployments'
import { examples } from '../print/help'
import { requireEnvironment } from '../project'
import type { DeploymentRow, DeploymentsPage, DeploymentsQuery } from '../../domain/views'

interface Options { readonly env?: string; readonly search?: string; readonly since?: string; readonly until?: string; readonly limit?: string }
const PAGE = 1000

export function addList({ program, run }: Adding): void {
  program.command('list').description('the deployments in the registry, newest first')
    .option('-e, --env <name>', 'only this environment')
    .option('--search <text>', 'only those with this text')
    .option('--since <time>', 'only those of this day or time, and later ones: 2026-11-09, 2026-11-09T14:00')
    .option('--until <time>', 'only those before this time; a day counts whole')
    .option('--limit <number>', 'how many (default: 30)')
    .addHelpText('after', examples('backstep list --env staging', 'backstep list --search v1.1 --json', 'backstep list --since 2026-11-09 --until 2026-11-15'))
    .action(run<Options>(list))
}

async function list(cli: Cli, { env, search, since, until, limit }: Options): Promise<Answer> {
  const wanted = wholeNumber(limit, 30, '--limit')
  const query = { text: search ?? '', environment: env ?? null, from: sinceOf(since), until: untilOf(until), sort: 'timestamp' as const, descending: true }
  const project = await cli.project()
  if (env !== undefined) await requireEnvironment(cli.engine(), project, env)
  const page = await pages((one) => cli.engine().deployments(project, one), query, wanted)
  return answer(page, deploymentLines(page.rows, page.matching - page.rows.length, env !== undefined || query.text !== '' || query.from !== null || query.until !== null, cli.width, cli.paint))
}

async function pages(read: (query: DeploymentsQuery) => Promise<DeploymentsPage>, query: Omit<DeploymentsQuery, 'offset' | 'limit'>, wanted: number): Promise<DeploymentsPage> {
  const rows: DeploymentRow[] = []
  for (;;) {
    const page = await read({ ...query, offset: rows.length, limit: Math.min(PAGE, wanted - rows.length) })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= Math.min(wanted, page.matching)) return { ...page, rows, offset: 0 }
  }
}
