import type { Adding } from '../adding'
import { answer } from '../cli'
import { examples } from '../print/help'
import { statusLines } from '../print/status'
import { requireDefinition, requireEnvironment } from '../project'

export function addStatus({ program, run }: Adding): void {
  program.command('status').description('what runs where, asked now: current version, services, drift, the way back')
    .option('-e, --env <name>', 'only this environment')
    .addHelpText('after', examples('backstep status', 'backstep status --env staging --json'))
    .action(run<{ readonly env?: string }>(async (cli, { env }) => {
      const project = await cli.project()
      await requireDefinition(cli.engine(), project)
      if (env !== undefined) await requireEnvironment(cli.engine(), project, env)
      const view = await cli.engine().overview(project, true)
      const lanes = view.lanes.filter((lane) => env === undefined || lane.environment === env)
      return answer({ project, ...view, lanes }, statusLines(view, lanes, cli.width, cli.paint))
    }))
}
