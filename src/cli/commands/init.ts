import path from 'node:path'
import type { Adding } from '../adding'
import { answer, safe, type CommonOptions } from '../cli'
import { examples } from '../print/help'

export function addInit({ program, run }: Adding): void {
  program.command('init').description('write a first backstep.yaml from what is found in the folder')
    .addHelpText('after', examples('backstep init', 'backstep init --project /srv/shop'))
    .action(run<CommonOptions>(async (cli, { project }) => {
      const view = await cli.engine().init(path.resolve(cli.terminal.cwd, project ?? '.'))
      const file = path.join(view.path, 'backstep.yaml')
      return answer({ file, project: view }, [
        `Wrote ${safe(file)} with ${view.environments.map(safe).join(', ')}.`,
        'Look at it: health probes are what proves which version serves. Then record what runs with `backstep record`.'
      ])
    }))
}
