import type { Adding } from '../adding'
import { answer } from '../cli'
import { detailLines } from '../print/deployments'
import { examples } from '../print/help'

export function addShow({ program, run }: Adding): void {
  program.command('show').description('one deployment: services, what was captured, how it ended')
    .argument('<id>', 'the deployment')
    .addHelpText('after', examples('backstep show deploy-012', 'backstep show deploy-012 --json'))
    .action(run(async (cli, _, [id = '']) => {
      const detail = await cli.engine().deployment(await cli.project(), id)
      return answer(detail, detailLines(detail, cli.width, cli.paint))
    }))
}
