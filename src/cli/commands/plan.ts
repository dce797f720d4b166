import { planMarkdown } from '../../domain/document'
import { requestOf, type TargetOptions } from '../arguments'
import type { Adding } from '../adding'
import { answer } from '../cli'
import { EXIT } from '../exit'
import { exported, exportOptions, formatOf, type ExportOptions } from '../export'
import { blockedLines, blocking, checkLines } from '../print/checks'
import { examples } from '../print/help'
import { planLines } from '../print/plan'
import { requireEnvironment } from '../project'
import { targetOptions } from './target'

export function addPlan({ program, run }: Adding): void {
  exportOptions(targetOptions(program.command('plan').description('the plan of a rollback: every step and command, with its hash; changes nothing')), 'text')
    .option('--markdown', 'print it as Markdown, as it is pasted into a conversation')
    .addHelpText('after', `${examples('backstep plan --env staging', 'backstep plan --env staging --to deploy-002 --data restore', 'backstep plan --env staging --json | jq -r .plan.hash', 'backstep plan --env staging --output plan.pdf')}\nEnds with 3 when a check blocks.\n`)
    .action(run<TargetOptions & ExportOptions & { readonly markdown?: boolean }>(async (cli, options) => {
      const format = formatOf(options)
      const request = requestOf(options)
      const project = await cli.project()
      await requireEnvironment(cli.engine(), project, request.environment)
      const prepared = await cli.engine().prepare(project, request)
      const blocks = blocking(prepared.checks, false)
      const code = blocks.length > 0 || !prepared.plan ? EXIT.blocked : EXIT.done
      if (format !== null) {
        const written = await exported(cli, project, { kind: 'plan', request, planHash: prepared.plan?.hash ?? null }, format, options, code, { blockedBy: blocks.map(({ id }) => id) })
        return { ...written, lines: [...written.lines, ...blockedLines(blocks, cli.paint)] }
      }
      if (options.markdown) return { ...answer(prepared, [], code), raw: planMarkdown(prepared, options.utc ? 'utc' : 'local') }
      const lines = [...planLines(prepared, cli.width, cli.paint), '', ...checkLines(prepared.checks, cli.width, cli.paint)]
      return answer(prepared, lines, code)
    }))
}
