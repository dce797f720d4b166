import { placeOf } from '../../domain/verdict'
import type { Adding } from '../adding'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { exported, exportOptions, formatOf, type ExportOptions } from '../export'
import { examples } from '../print/help'
import { distrustLines, resultLines } from '../print/result'

export function addResult({ program, run }: Adding): void {
  exportOptions(program.command('result').description('how a run ended: what was asked for, what was observed, and the proof'), 'text')
    .argument('<run>', 'the run, as `backstep history` names it')
    .addHelpText('after', examples('backstep result 20261122-031622-4f2a', 'backstep result 20261122-031622-4f2a --output result.pdf', 'backstep result 20261122-031622-4f2a --format markdown'))
    .action(run<ExportOptions>(async (cli, options, [runId = '']) => {
      const format = formatOf(options)
      const project = await cli.project()
      if (format !== null) return exported(cli, project, { kind: 'result', runId }, format, options, EXIT.done)
      const view = await cli.engine().result(project, runId)
      return answer(view, [...distrustLines(view.record, cli.paint), ...resultLines(runId, placeOf(view.header.plan), view, cli.width, cli.paint)])
    }))
}
