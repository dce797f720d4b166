import type { Adding } from '../adding'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { examples } from '../print/help'
import { snapshotLines } from '../print/snapshots'

export function addSnapshots({ program, run }: Adding): void {
  const snapshots = program.command('snapshots').description('what was kept before rollbacks and deployments')
    .addHelpText('after', examples('backstep snapshots', 'backstep snapshots verify'))
    .action(run(async (cli) => {
      const view = await cli.engine().snapshots(await cli.project())
      return answer(view, snapshotLines(view, cli.width, cli.paint))
    }))
  snapshots.command('verify').description('read every file again and compare its checksum; open each database copy')
    .argument('[id]', 'only this snapshot')
    .action(run(async (cli, _, [id]) => {
      const view = await cli.engine().verifySnapshots(await cli.project(), id ?? null)
      const rows = view.rows.filter((row) => id === undefined || row.id === id)
      const damaged = rows.some(({ verified }) => verified?.ok !== true)
      return answer({ ...view, rows }, snapshotLines({ ...view, rows }, cli.width, cli.paint), damaged ? EXIT.failed : EXIT.done)
    }))
}
