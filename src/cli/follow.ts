/** Follows a run that this program drives to its end: progress, Ctrl-C, decisions, and the exit code. */
import { resultMarkdown } from '../domain/document'
import type { RunHandle } from '../engine/engine'
import type { Plan } from '../domain/plan'
import { problemOf } from '../domain/problem'
import { exitCodeOf } from '../domain/results'
import type { RunResult } from '../domain/run'
import { placeOf } from '../domain/verdict'
import { answer, type Answer, type Cli } from './cli'
import { decider } from './decide'
import { EXIT, exitOnceBegun } from './exit'
import { onInterrupt } from './interrupt'
import { problemLines } from './print/problem'
import { createProgress } from './print/progress'
import { resultLines } from './print/result'

export interface FollowOptions { readonly project: string; readonly environment: string; readonly markdown: boolean; readonly plan?: Plan }
/** `undo`: the run that the person decided to take back. */
export interface Followed { readonly answer: Answer; readonly undo: string | null }

export async function follow(cli: Cli, options: FollowOptions, start: () => Promise<RunHandle>): Promise<Followed> {
  const engine = cli.engine()
  const progress = createProgress(cli.say, cli.paintMessage, cli.verbose, options.plan ?? null)
  const decisions = decider(cli, options.project)
  const stopListening = engine.listen({
    events: (_, events) => { progress.events(events); events.forEach(decisions.onEvent) },
    output: (_, __, lines) => progress.output(lines)
  })
  let release: () => void = () => undefined
  let begun: string | null = null
  try {
    const run = await start()
    const { runId } = run
    begun = runId
    release = onInterrupt(cli, run)
    const ended = await run.finished.catch((error: unknown) => leftWaiting(cli, run.current() ?? runId, error))
    if ('code' in ended) return { answer: ended, undo: null }
    return { answer: await resultAnswer(cli, options, runId, ended), undo: decisions.chosen() === 'undo' ? runId : null }
  } catch (error) {
    if (begun === null) throw error
    return { answer: failedAfter(cli, begun, error), undo: null }
  } finally {
    release()
    stopListening()
  }
}

function failedAfter(cli: Cli, runId: string, error: unknown): Answer {
  const problem = problemOf(error)
  cli.say(...problemLines(problem, cli.paintMessage), `  The run is ${runId}: \`backstep status\` tells how it stands.`)
  return answer({ runId, problem }, [], exitOnceBegun(problem.code))
}

async function resultAnswer(cli: Cli, { project, environment, markdown }: FollowOptions, runId: string, result: RunResult): Promise<Answer> {
  const reading = cli.engine().result(project, runId)
  // How it ended is said also where the store cannot be read any more; a document is not made of less.
  const view = await (markdown ? reading : reading.catch(() => null))
  const { undoneBy, cannotUndo } = view ?? { undoneBy: null, cannotUndo: null }
  const shown = answer({ runId, ...result }, resultLines(runId, view ? placeOf(view.header.plan) : environment, { result, undoneBy, cannotUndo }, cli.width, cli.paint), exitCodeOf(result))
  return markdown && view ? { ...shown, raw: resultMarkdown(view, 'local') } : shown
}

/** It was left with its question open: nothing is wrong with that, and it says how to go on. */
function leftWaiting(cli: Cli, runId: string, error: unknown): Answer {
  const { code, message, next } = problemOf(error)
  if (code !== 'run-waits') throw error
  const problem = { code, message, next }
  cli.say(`${cli.paintMessage('‖', 'warning')} The run ${runId} waits for a decision.`, `  ${next}`)
  return answer({ runId, problem }, [], EXIT.waiting)
}
