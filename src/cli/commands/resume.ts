import { collect, onFailureOf } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { EXIT } from '../exit'
import { follow, type Followed } from '../follow'
import { undo } from '../guide'
import { examples } from '../print/help'
import { outputNotice } from '../print/problem'
import { canAsk } from '../print/prompt'
import { resumeLines } from '../print/resume'
import { confirmResume } from '../resuming'
import { onceFree, waitOf } from '../wait'
import { wayCommands } from '../ways'
import { fail } from '../../domain/problem'
import type { ResumeInput } from '../../engine/engine'
import type { ResumeView, RunInProgress } from '../../domain/views'

interface Options { readonly markdown?: boolean; readonly plan?: string; readonly happened?: readonly string[]; readonly again?: readonly string[]; readonly wait?: string; readonly onFailure?: string }

export function addResume({ program, run }: Adding): void {
  program.command('resume').description('go on with an interrupted run: what is already so is not done again')
    .argument('[run]', 'the run (default: the only one that is unfinished)')
    .option('--plan <hash>', 'confirm what is left although something of it is new: its hash, as shown without this')
    .option('--happened <step>', 'a step that may not happen twice did happen; may be repeated', collect)
    .option('--again <step>', 'run such a step again; may be repeated', collect)
    .option('--on-failure <choice>', 'ask, undo or stop (default: ask on a terminal, else as the run was begun)')
    .option('--wait <duration>', 'wait so long for whoever holds it, e.g. 90s, 10m')
    .option('--markdown', 'print the result as Markdown')
    .addHelpText('after', examples('backstep resume', 'backstep resume 20261122-031622-4f2a', 'backstep resume --plan 7c1e9a04 --happened hook/announce'))
    .action(run<Options>(resume))
}

async function resume(cli: Cli, options: Options, [asked]: readonly string[]): Promise<Answer> {
  const wait = waitOf(options.wait)
  const onFailure = options.onFailure === undefined && !canAsk(cli.terminal) ? {} : { onFailure: onFailureOf(options.onFailure, canAsk(cli.terminal)) }
  const project = await cli.project()
  const engine = cli.engine()
  const { unfinished } = await engine.history(project, { text: '', environment: null, offset: 0, limit: 1 }, 0)
  const runId = asked ?? onlyOne(unfinished)
  const { state, outputProblem } = await engine.runView(project, runId)
  const { plan } = state.header
  cli.say(...outputNotice(outputProblem, cli.paintMessage))
  const markdown = options.markdown === true
  const goOn = async (): Promise<Followed> => {
    const view = await engine.prepareResume(project, runId)
    cli.say(...resumeLines(view, cli.widthMessage, cli.paintMessage))
    const input = await inputOf(cli, options, view)
    if (input === null) return { answer: unconfirmed(cli, view), undo: null }
    return follow(cli, { project, environment: plan.environment, markdown, plan }, () => engine.resume(project, runId, { ...input, ...onFailure }))
  }
  // Somebody else was faster: what is left is looked at, and confirmed, anew.
  const followed = await onceFree(cli, project, plan.environment, wait, goOn)
  if (followed.undo === null) return followed.answer
  return undo(cli, { project, request: { environment: plan.environment }, reason: 'decided while it was resumed', force: false, yes: false, onFailure: 'ask', markdown }, followed.answer, followed.undo)
}

/** Null when something is new and nobody has confirmed it. */
async function inputOf(cli: Cli, { plan, happened, again }: Options, view: ResumeView): Promise<ResumeInput | null> {
  requireAnswerable(happened ?? [], again ?? [], view)
  const answers = { ...Object.fromEntries((happened ?? []).map((id) => [id, 'happened' as const])), ...Object.fromEntries((again ?? []).map((id) => [id, 'again' as const])) }
  if (plan !== undefined) {
    const given = plan.replaceAll(' ', '').toLowerCase()
    return { hash: given.length >= 8 && view.hash.startsWith(given) ? view.hash : given.padEnd(64, '0'), answers }
  }
  if (view.nothingNew) return { hash: view.hash, answers }
  return canAsk(cli.terminal) ? confirmResume(cli, view, answers) : null
}

/** A mistyped step would leave the one that was meant unanswered. */
function requireAnswerable(happened: readonly string[], again: readonly string[], { unsure }: ResumeView): void {
  const both = happened.find((id) => again.includes(id))
  if (both !== undefined) throw fail('usage', `Step ${both} is given with --happened and with --again. Nothing was changed.`, 'Say one of the two.')
  const unknown = [...happened, ...again].find((id) => !unsure.some((step) => step.id === id))
  if (unknown === undefined) return
  throw fail('usage', `Nobody has to say of step ${unknown} whether it happened. Nothing was changed.`, unsure.length === 0 ? 'Leave it out: of every step it is known.' : `Steps that can be answered: ${unsure.map(({ id }) => id).join(', ')}.`)
}

function unconfirmed(cli: Cli, { runId, hash, unsure, ...view }: ResumeView): Answer {
  const said = unsure.map(({ id }) => ` --happened ${safe(id)} (or --again ${safe(id)})`).join('')
  const problem = { code: 'resume-unconfirmed', message: `Going on with ${runId} would not be what was confirmed. Nothing was changed.`, next: `Confirm it: backstep resume ${runId} --plan ${hash.slice(0, 8)}${said}. Or ${wayCommands(runId, view.otherWays)}.` }
  cli.say(`${cli.paintMessage('‖', 'warning')} ${problem.message}`, `  ${problem.next}`)
  return answer({ runId, hash, unsure, ...view, problem }, [], EXIT.waiting)
}

function onlyOne(unfinished: readonly RunInProgress[]): string {
  const [first, second] = unfinished
  if (first && !second) return first.runId
  if (!first) throw fail('nothing-unfinished', 'No run is unfinished here. Nothing was changed.', '`backstep history` lists the runs.')
  throw fail('usage', `${unfinished.length} runs are unfinished: ${unfinished.map((run) => `${run.runId} (${safe(run.environment)})`).join(', ')}.`, 'Name the one to resume.')
}
