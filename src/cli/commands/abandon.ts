import { reasonOf } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe } from '../cli'
import { examples } from '../print/help'
import type { Engine } from '../../engine'
import { onceFree, waitOf } from '../wait'

export function addAbandon({ program, run }: Adding): void {
  program.command('abandon').description('mark an interrupted run as failed, or a failed one as not to be undone, and leave everything as it is')
    .argument('<run>', 'the run, as `backstep history` names it')
    .option('--reason <text>', 'why, for the history')
    .option('--wait <duration>', 'wait so long for whoever holds it, e.g. 90s, 10m')
    .addHelpText('after', examples('backstep abandon 20261122-031622-4f2a --reason "Repaired by hand"'))
    .action(run<{ readonly reason?: string; readonly wait?: string }>(async (cli, options, [runId = '']) => {
      const reason = reasonOf(options.reason ?? 'Marked as failed from the command line')
      const wait = waitOf(options.wait)
      const project = await cli.project()
      const abandon = (): ReturnType<Engine['abandon']> => cli.engine().abandon(project, runId, reason)
      const { state } = await cli.engine().runView(project, runId)
      const problem = await (wait > 0 ? onceFree(cli, project, state.header.plan.environment, wait, abandon) : abandon())
      const warnings = problem === null ? [] : [problem.message]
      const done = state.result ? 'is left as it is: its undo is not asked for any more.' : 'is marked as failed. Everything stays as it is; `backstep status` shows it.'
      return answer({ runId, outcome: state.result?.outcome ?? 'abandoned', warnings }, [`${runId} ${done}`, ...warnings.map((text) => `! ${safe(text)}`)])
    }))
}
