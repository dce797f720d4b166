/** Follows a run that this program drives to its end: progress, Ctrl-C, decisions, and the exit code. */
import { resultMarkdown } from '../domain/document'
import type { RunHandle } from '../engine/engine'
import type { Plan } from '../domain/plan'
import type { Decision, RunEvent, RunResult } from '../domain/run'
import { answer, safe, type Answer, type Cli } from './cli'
import { EXIT } from './exit'
import { onInterrupt } from './interrupt'
import { createProgress } from './print/progress'
import { ask, canAsk } from './print/prompt'
import { exitOfResult, resultLines } from './print/result'

export interface FollowOptions { readonly project: string; readonly environment: string; readonly markdown: boolean; readonly plan?: Plan }
/** `undo`: the run that the person decided to take back. */
export interface Followed { readonly answer: Answer; readonly undo: string | null }

export async function follow(cli: Cli, options: FollowOptions, start: () => Promise<RunHandle>): Promise<Followed> {
  const progress = createProgress(cli.say, cli.paintMessage, cli.verbose, options.plan ?? null)
  const decisions = decider(cli, options.project)
  const stopListening = cli.engine().listen({
    events: (_, events) => { progress.events(events); events.forEach(decisions.onEvent) },
    output: (_, __, lines) => progress.output(lines)
  })
  let release: () => void = () => undefined
  try {
    const handle = await start()
    release = onInterrupt(cli, () => cli.engine().cancel(options.project, handle.runId))
    const result = await Promise.race([handle.finished, decisions.left])
    if (result === 'left') return { answer: waitingAnswer(cli, handle.runId), undo: null }
    return { answer: await resultAnswer(cli, options, handle.runId, result), undo: decisions.chosen() === 'undo' ? handle.runId : null }
  } finally {
    release()
    stopListening()
  }
}

async function resultAnswer(cli: Cli, { project, environment, markdown }: FollowOptions, runId: string, result: RunResult): Promise<Answer> {
  const shown = answer({ runId, ...result }, resultLines(runId, environment, result, cli.width, cli.paint), exitOfResult(result))
  return markdown ? { ...shown, raw: resultMarkdown(await cli.engine().result(project, runId), 'local') } : shown
}

function waitingAnswer(cli: Cli, runId: string): Answer {
  const problem = { code: 'run-waits', message: `The run ${runId} waits for a decision.`, next: `Run \`backstep resume ${runId}\`, \`backstep undo ${runId}\` or \`backstep abandon ${runId}\`.` }
  cli.say(problem.message, problem.next)
  return answer({ runId, problem }, [], EXIT.waiting)
}

interface Decider {
  onEvent(event: RunEvent): void
  /** Resolves when the run waits and nobody here can be asked. */
  readonly left: Promise<'left'>
  chosen(): Decision | null
}

function decider(cli: Cli, project: string): Decider {
  let chosen: Decision | null = null
  let asks = false
  let leave: (left: 'left') => void = () => undefined
  const left = new Promise<'left'>((resolve) => { leave = resolve })
  const decide = async (runId: string): Promise<void> => {
    chosen = await askDecision(cli, project, runId)
    await cli.engine().decide(project, runId, chosen)
  }
  return {
    left,
    chosen: () => chosen,
    onEvent: (event) => {
      if (event.type === 'run-started') asks = event.run.onFailure === 'ask'
      if (event.type === 'run-resumed') asks = true
      if (event.type !== 'decision-needed' || !asks) return
      if (canAsk(cli.terminal)) void decide(event.runId)
      else setImmediate(() => leave('left'))
    }
  }
}

async function askDecision(cli: Cli, project: string, runId: string): Promise<Decision> {
  const { choices } = await cli.engine().runView(project, runId)
  cli.say('', ...choices.map((choice) => `  ${cli.paintMessage(choice.decision, 'bold')}  ${safe(choice.title)}. ${safe(choice.sentence)}`))
  const text = await ask(cli.terminal, `${choices.map((choice) => choice.decision).join(', ')}?`)
  const word = (text ?? 'stop').trim().toLowerCase()
  const chosen = choices.find(({ decision }) => word !== '' && decision.startsWith(word))
  return chosen?.decision ?? askDecision(cli, project, runId)
}
