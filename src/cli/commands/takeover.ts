import { collect, reasonOf } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { examples } from '../print/help'
import { holderText } from '../print/holder'
import { ask, canAsk } from '../print/prompt'
import { wayCommands } from '../ways'
import { heldName, heldWords, type HolderView } from '../../domain/holder'
import { fail } from '../../domain/problem'
import { waysFor } from '../../domain/situation'

interface Options { readonly env?: string; readonly reason?: string; readonly confirm?: string; readonly also?: readonly string[] }

export function addTakeover({ program, run }: Adding): void {
  program.command('takeover').description('end the program that holds an environment; its run is an interrupted one then')
    .argument('[run]', 'the run, as `backstep status` names it')
    .option('-e, --env <name>', 'the environment, in place of the run')
    .option('--reason <text>', 'why, for the history (required)')
    .option('--confirm <name>', "the environment's name, typed; needed where nobody can be asked")
    .option('--also <name>', 'an environment that the same program holds, too (of another project: /folder:name): its run is interrupted as well; may be repeated', collect)
    .addHelpText('after', `${examples('backstep takeover --env staging --reason "The laptop it ran on hangs"', 'backstep takeover 20261122-031622-4f2a --reason "…" --confirm staging')}\nAfterwards: \`backstep resume\`, \`undo\` or \`abandon\`. A program of another user or on another machine cannot be taken over.\n`)
    .action(run<Options>(takeover))
}

async function takeover(cli: Cli, options: Options, [runId]: readonly string[]): Promise<Answer> {
  const reason = reasonOf(options.reason, 'A takeover')
  const project = await cli.project()
  const engine = cli.engine()
  const environment = await environmentOf(cli, project, runId ?? null, options.env ?? null)
  const asked = options.confirm === undefined ? await typed(cli, project, environment, runId ?? null) : { typedName: options.confirm, also: [] }
  const taken = await engine.takeOver(project, { environment, reason, ...(runId === undefined ? {} : { runId }), ...asked, also: [...asked.also, ...(options.also ?? [])] })
  const { from } = taken
  const who = `${safe(from.user)} on ${safe(from.host)} (process ${from.pid})`
  const next = taken.runId === null
    ? `${taken.work === null ? 'It had no run in hand.' : `It was ${taken.work}, which was broken off: do that again.`} The history of the next run there says who took it over.`
    : `The run ${taken.runId} is interrupted now: ${wayCommands(taken.runId, waysFor((await engine.runView(project, taken.runId)).state, 'noted'))}.`
  const besides = taken.also.length === 0 ? [] : [`Interrupted as well: ${safe(heldWords(taken.also))}.`]
  return answer(taken, [`${safe(environment)} was taken over from ${who}.`, ...taken.ended.map(safe), next, ...besides])
}

async function environmentOf(cli: Cli, project: string, runId: string | null, env: string | null): Promise<string> {
  if ((runId === null) === (env === null)) throw fail('usage', 'Name either the run or, with --env, the environment. Nothing was changed.', 'See `backstep status`.')
  if (runId !== null) return (await cli.engine().runView(project, runId)).state.header.plan.environment
  return env ?? ''
}

interface Asked { readonly typedName: string | null; readonly epoch?: number; readonly also: readonly string[] }

/** Whoever types the name has read who is ended and what else that program holds. Where it cannot be taken over, the engine says why. */
async function typed(cli: Cli, project: string, environment: string, runId: string | null): Promise<Asked> {
  const holder = canAsk(cli.terminal) ? await shownHolder(cli, project, environment) : null
  if (holder === null || (runId !== null && holder.runId !== runId)) return { typedName: null, also: [] }
  const { epoch, also } = holder
  cli.say(`${safe(environment)} is held by ${holderText(holder)}. That program is ended at once, in the middle of what it does; services live on.`)
  if (also.length > 0) cli.say(`It holds ${safe(heldWords(also))} as well: that is interrupted, too.`)
  return { typedName: (await ask(cli.terminal, `Type ${safe(environment)} to take it over:`))?.trim() ?? null, epoch, also: also.map(heldName) }
}

async function shownHolder(cli: Cli, project: string, environment: string): Promise<HolderView | null> {
  const { lanes, runs } = await cli.engine().overview(project, false)
  const lane = lanes.find((one) => one.environment === environment)
  const run = lane?.run ?? runs.find((one) => one.environment === environment)
  return run?.holder ?? lane?.holder ?? null
}
