import { requestOf, type TargetOptions } from '../arguments'
import type { Adding } from '../adding'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { blocking, checkLines } from '../print/checks'
import { examples } from '../print/help'
import { planMarkdown } from '../print/markdown'
import { planLines } from '../print/plan'
import { requireEnvironment } from '../project'
import { targetOptions } from './target'

export function addPlan({ program, run }: Adding): void {
  targetOptions(program.command('plan').description('the plan of a rollback: every step and command, with its hash; changes nothing'))
    .option('--markdown', 'print it as Markdown')
    .addHelpText('after', `${examples('backstep plan --env staging', 'backstep plan --env staging --to deploy-002 --data restore', 'backstep plan --env staging --json | jq -r .plan.hash')}\nEnds with 3 when a check blocks.\n`)
    .action(run<TargetOptions & { readonly markdown?: boolean }>(async (cli, options) => {
      const request = requestOf(options)
      const project = await cli.project()
      await requireEnvironment(cli.engine(), project, request.environment)
      const prepared = await cli.engine().prepare(project, request)
      const blocks = blocking(prepared.checks, false)
      const lines = options.markdown ? planMarkdown(prepared) : [...planLines(prepared, cli.width, cli.paint), '', ...checkLines(prepared.checks, cli.width, cli.paint)]
      return answer(prepared, lines, blocks.length > 0 || !prepared.plan ? EXIT.blocked : EXIT.done)
    }))
}
