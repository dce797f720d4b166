import type { Adding } from '../adding'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { examples } from '../print/help'
import { piece } from '../print/style'
import { table } from '../print/table'
import { findProject } from '../project'

export function addDoctor({ program, run }: Adding): void {
  program.command('doctor').description('which programs were found where, and what is missing')
    .addHelpText('after', examples('backstep doctor'))
    .action(run<{ readonly project?: string }>(async (cli, { project }) => {
      const here = project !== undefined || findProject(cli.terminal.cwd) !== null
      const rows = await cli.engine().doctor(here ? await cli.project() : null)
      const cells = rows.map((row) => [row.ok ? piece('✓', 'ok') : piece('✗', 'failed'), row.name, row.version ?? '', row.found ?? 'not found', row.ok ? row.needed : row.next])
      return answer({ rows }, table(['', 'program', 'version', 'where', 'needed for'], cells, { width: cli.width, paint: cli.paint, whole: [0, 1], wraps: true }), rows.every((row) => row.ok) ? EXIT.done : EXIT.failed)
    }))
}
