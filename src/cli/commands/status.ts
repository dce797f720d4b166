import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { exitOf } from '../exit'
import { examples } from '../print/help'
import { statusLines } from '../print/status'
import { isOfDefinition, isOfRegistry, requireEnvironment } from '../project'

export function addStatus({ program, run }: Adding): void {
  program.command('status').description('what runs where, asked now: current version, services, drift, the way back')
    .option('-e, --env <name>', 'only this environment')
    .addHelpText('after', examples('backstep status', 'backstep status --env staging --json'))
    .action(run<{ readonly env?: string }>(status))
}

async function status(cli: Cli, { env }: { readonly env?: string }): Promise<Answer> {
  const project = await cli.project()
  const all = await cli.engine().overview(project, true)
  const named = <T extends { readonly environment: string }>(items: readonly T[]): readonly T[] => items.filter(({ environment }) => env === undefined || environment === env)
  const problem = all.problems.find(isOfDefinition) ?? null
  const wrong = problem ?? all.problems.find(isOfRegistry) ?? null
  const view = { ...all, lanes: named(all.lanes), runs: named(all.runs), owedUndos: named(all.owedUndos) }
  if (problem === null && env !== undefined && view.runs.length + view.owedUndos.length === 0) await requireEnvironment(cli.engine(), project, env)
  const lines = [...(problem === null && env !== undefined && view.lanes.length + view.runs.length + view.owedUndos.length === 0 ? recordedOnly(env) : []), ...statusLines(view, cli.width, cli.paint)]
  return wrong === null ? answer({ project, ...view }, lines) : answer({ project, ...view, problem: wrong }, lines, exitOf(wrong.code))
}

const recordedOnly = (environment: string): readonly string[] =>
  [`${safe(environment)} has deployments in the registry and does not stand in backstep.yaml, so nothing of it can be asked.`, `See them with \`backstep list --env ${safe(environment)}\`.`, '']
