import { requestOf, type TargetOptions } from '../arguments'
import type { Adding } from '../adding'
import { goesLine } from '../../domain/went'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { blocking, checkLines } from '../print/checks'
import { examples } from '../print/help'
import { requireEnvironment } from '../project'
import { targetOptions } from './target'

export function addCheck({ program, run }: Adding): void {
  targetOptions(program.command('check').description('the safety checks of a rollback alone'))
    .addHelpText('after', `${examples('backstep check --env staging', 'backstep check --env staging --to deploy-002')}\nEnds with 3 when a check blocks.\n`)
    .action(run<TargetOptions>(async (cli, options) => {
      const request = requestOf(options)
      const project = await cli.project()
      await requireEnvironment(cli.engine(), project, request.environment)
      const { from, to, checks, checksTook } = await cli.engine().prepare(project, request)
      const blocks = blocking(checks, false)
      const head = `${request.environment}: ${goesLine({ from, to })}`
      return answer({ request, from, to, blockedBy: blocks.map((check) => check.id), checks, checksTook }, [head, '', ...checkLines(checks, cli.width, cli.paint)], blocks.length > 0 ? EXIT.blocked : EXIT.done)
    }))
}
