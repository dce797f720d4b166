import { onFailureOf, reasonOf, undoRequest } from '../arguments'
import type { Adding } from '../adding'
import { guide } from '../guide'
import { examples } from '../print/help'
import { outputNotice } from '../print/problem'
import { canAsk } from '../print/prompt'
import { waitOf } from '../wait'

interface Options { readonly reason?: string; readonly force?: boolean; readonly plan?: string; readonly onFailure?: string; readonly yes?: boolean; readonly markdown?: boolean; readonly wait?: string }

export function addUndo({ program, run }: Adding): void {
  program.command('undo').description('take a run back, from its verified snapshot, through the same guide')
    .argument('<run>', 'the run, as `backstep history` names it')
    .option('--reason <text>', 'why, for the history')
    .option('--force', 'override the checks that may be overridden')
    .option('--plan <hash>', 'run only this plan; refused when it is another one by now')
    .option('--on-failure <choice>', 'ask, undo or stop (default: ask on a terminal, else stop)')
    .option('--wait <duration>', 'wait so long for a run that goes on, e.g. 90s, 10m; the plan is made afterwards')
    .option('-y, --yes', 'do not ask: confirms all that the plan says, also lost data and the name of a protected environment')
    .option('--markdown', 'print the result as Markdown')
    .addHelpText('after', examples('backstep undo 20261122-031622-4f2a', 'backstep undo 20261122-031622-4f2a --yes --reason "v1.1.0 has the other bug"'))
    .action(run<Options>(async (cli, options, [runId = '']) => {
      const reason = reasonOf(options.reason ?? `Undo of ${runId}`)
      const onFailure = onFailureOf(options.onFailure, canAsk(cli.terminal))
      const project = await cli.project()
      const { state, outputProblem } = await cli.engine().runView(project, runId)
      cli.say(...outputNotice(outputProblem, cli.paintMessage))
      const request = undoRequest(state.header.plan.environment, runId)
      return guide(cli, { project, request, reason, onFailure, force: options.force === true, yes: options.yes === true, planHash: options.plan ?? null, wait: waitOf(options.wait), markdown: options.markdown === true })
    }))
}
