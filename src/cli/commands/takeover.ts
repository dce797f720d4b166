import { collect, reasonOf } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { examples } from '../print/help'
import { holderText } from '../print/holder'
import { ask, canAsk } from '../print/prompt'
import { requireEnvironment } from '../project'
import { heldWords } from '../../domain/holder'
import { fail } from '../../domain/problem'

interface Options { readonly env?: string; readonly reason?: string; readonly confirm?: string; readonly also?: readonly string[] }

export function addTakeover({ program, run }: Adding): void {
  program.command('takeover').description('end the program that holds an environment; its run is an interrupted one then')
    .argument('[run]', 'the run, as `backstep status` names it')
    .option('-e, --env <name>', 'the environment, in place of the run')
    .option('--reason <text>', 'why, for the history (required)')
    .option('--confirm <name>', "the environment's name, typed; needed where nobody can be asked")
    .option('--also <name>', 'an environment that the same program holds, too: its run is interrupted as well; may be repeated', collect)
    .addHelpText('after', `${examples('backstep takeover --env staging --reason "The laptop it ran on hangs"', 'backstep takeover 20261122-031622-4f2a --reason "…" --confirm staging')}\nAfterwards: \`backstep resume\`, \`undo\` or \`abandon\`. A program of another user or on another machine cannot be taken over.\n`)
    .action(run<Options>(takeover))
}

async function takeover(cli: Cli, options: Options, [runId]: readonly string[]): Promise<Answer> {
  const reason = reasonOf(options.reason, 'A takeover')
  const project = await cli.project()
  const engine = cli.engine()
  const environment = await environmentOf(cli, project, runId ?? null, options.env ?? null)
  const asked = options.confirm === undefined ? await typed(cli, project, environment) : { typedName: options.confirm, also: [] }
  const taken = await engine.takeOver(project, { environment, reason, typedName: asked.typedName, also: [...asked.also, ...(options.also ?? [])] })
  const { from } = taken
  const who = `${safe(from.user)} on ${safe(from.host)} (process ${from.pid})`
  const next = taken.runId === null
    ? 'It had no run in hand: nothing was changed. The history of the next run there says who took it over.'
    : `The run ${taken.runId} is interrupted now: \`backstep resume ${taken.runId}\`, \`backstep undo ${taken.runId}\` or \`backstep abandon ${taken.runId}\`.`
  const besides = taken.also.length === 0 ? [] : [`Interrupted as well: ${safe(heldWords(taken.also))}.`]
  return answer(taken, [`${safe(environment)} was taken over from ${who}.`, ...taken.ended.map(safe), next, ...besides])
}

async function environmentOf(cli: Cli, project: string, runId: string | null, env: string | null): Promise<string> {
  if ((runId === null) === (env === null)) throw fail('usage', 'Name either the run or, with --env, the environment. Nothing was changed.', 'See `backstep status`.')
  if (runId !== null) return (await cli.engine().runView(project, runId)).state.header.plan.environment
  await requireEnvironment(cli.engine(), project, env ?? '')
  return env ?? ''
}

/** Whoever types the name has read what else the program holds. */
async function typed(cli: Cli, project: string, environment: string): Promise<{ readonly typedName: string | null; readonly also: readonly string[] }> {
  if (!canAsk(cli.terminal)) return { typedName: null, also: [] }
  const { lanes } = await cli.engine().overview(project, false)
  const run = lanes.find((lane) => lane.environment === environment)?.run
  cli.say(run?.holder ? `${safe(environment)} is held by ${holderText(run.holder)}. That program is ended at once, in the middle of what it does; services live on.` : `Whoever holds ${safe(environment)} is ended at once.`)
  const also = run?.holder?.also ?? []
  if (also.length > 0) cli.say(`It drives ${safe(heldWords(also))} as well: ${also.length === 1 ? 'that run is' : 'those runs are'} interrupted, too.`)
  return { typedName: (await ask(cli.terminal, `Type ${safe(environment)} to take it over:`))?.trim() ?? null, also: also.map((one) => one.environment) }
}
