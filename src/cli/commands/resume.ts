import type { Adding } from '../adding'
import { safe, type Answer, type Cli } from '../cli'
import { follow } from '../follow'
import { undo } from '../guide'
import { examples } from '../print/help'
import { fail } from '../../domain/problem'
import type { RunInProgress } from '../../domain/views'

interface Options { readonly markdown?: boolean }

export function addResume({ program, run }: Adding): void {
  program.command('resume').description('go on with an interrupted run: what is already so is not done again')
    .argument('[run]', 'the run (default: the only one that is unfinished)')
    .option('--markdown', 'print the result as Markdown')
    .addHelpText('after', examples('backstep resume', 'backstep resume 20261122-031622-4f2a'))
    .action(run<Options>(resume))
}

async function resume(cli: Cli, options: Options, [asked]: readonly string[]): Promise<Answer> {
  const project = await cli.project()
  const { unfinished } = await cli.engine().history(project, { text: '', environment: null, offset: 0, limit: 1 }, 0)
  const runId = asked ?? onlyOne(unfinished)
  const { plan } = (await cli.engine().runView(project, runId)).state.header
  const { environment } = plan
  const markdown = options.markdown === true
  const followed = await follow(cli, { project, environment, markdown, plan }, () => cli.engine().resume(project, runId))
  if (followed.undo === null) return followed.answer
  return undo(cli, { project, request: { environment }, reason: 'decided while it was resumed', force: false, yes: false, onFailure: 'ask', markdown }, followed.undo)
}

function onlyOne(unfinished: readonly RunInProgress[]): string {
  const [first, second] = unfinished
  if (first && !second) return first.runId
  if (!first) throw fail('nothing-unfinished', 'No run is unfinished here. Nothing was changed.', '`backstep history` lists the runs.')
  throw fail('usage', `${unfinished.length} runs are unfinished: ${unfinished.map((run) => `${run.runId} (${safe(run.environment)})`).join(', ')}.`, 'Name the one to resume.')
}
