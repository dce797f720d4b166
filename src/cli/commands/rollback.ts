import { onFailureOf, reasonOf, requestOf, type TargetOptions } from '../arguments'
import type { Adding } from '../adding'
import { guide } from '../guide'
import { examples } from '../print/help'
import { canAsk } from '../print/prompt'
import { waitOf } from '../wait'
import { requireEnvironment } from '../project'
import { targetOptions } from './target'

interface Options extends TargetOptions {
  readonly reason?: string
  readonly force?: boolean
  readonly plan?: string
  readonly onFailure?: string
  readonly yes?: boolean
  readonly markdown?: boolean
  readonly wait?: string
}

export function addRollback({ program, run }: Adding): void {
  targetOptions(program.command('rollback').description('roll an environment back: shows the plan, asks, runs it, and proves what serves'))
    .option('--reason <text>', 'why, for the history (required)')
    .option('--force', 'override the checks that may be overridden')
    .option('--plan <hash>', 'run only this plan; refused when it is another one by now')
    .option('--on-failure <choice>', 'ask, undo or stop (default: ask on a terminal, else stop)')
    .option('--wait <duration>', 'wait so long for a run that goes on, e.g. 90s, 10m; the plan is made afterwards')
    .option('-y, --yes', 'do not ask: confirms all that the plan says, also lost data and the name of a protected environment')
    .option('--markdown', 'print the result as Markdown')
    .addHelpText('after', examples('backstep rollback --env staging --reason "Checkout answers 500 since 02:41"', 'backstep rollback --env staging --to deploy-002 --data restore --reason "…"', 'backstep rollback --env production --plan 7c1e9a04 --yes --json --reason "…"'))
    .action(run<Options>(async (cli, options) => {
      const request = requestOf(options)
      const reason = reasonOf(options.reason)
      const onFailure = onFailureOf(options.onFailure, canAsk(cli.terminal))
      const project = await cli.project()
      await requireEnvironment(cli.engine(), project, request.environment)
      return guide(cli, { project, request, reason, onFailure, force: options.force === true, yes: options.yes === true, planHash: options.plan ?? null, wait: waitOf(options.wait), markdown: options.markdown === true })
    }))
}
