/** Ctrl-C during a run is a question, not an end: the step in hand always ends first. */
import { problemOf } from '../domain/problem'
import type { Cli } from './cli'
import { ask, canAsk, yes } from './print/prompt'

/** For work that can be ended at any moment: Ctrl-C ends it. */
export function abortOnInterrupt(cli: Cli): { readonly signal: AbortSignal; readonly release: () => void } {
  const abort = new AbortController()
  const stop = (): void => {
    if (!abort.signal.aborted) cli.say('Stopping.')
    abort.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return { signal: abort.signal, release: () => { process.off('SIGINT', stop); process.off('SIGTERM', stop) } }
}

/** Asks once whether to stop; a second Ctrl-C says yes. Where nobody can be asked, the first one stops. Answers how to end this. */
export function onInterrupt(cli: Cli, cancel: () => Promise<void>): () => void {
  let asking: AbortController | null = null
  const stop = (): void => { cancel().catch((error: unknown) => cli.say(problemOf(error).message)) }
  const interrupted = async (): Promise<void> => {
    if (asking !== null) return
    if (!canAsk(cli.terminal)) return stop()
    const question = new AbortController()
    asking = question
    const text = await ask(cli.terminal, 'Stop the run after the step in hand? It can be resumed or undone. [y/N]', question.signal)
    asking = null
    if (!question.signal.aborted && (text === null || yes(text))) stop()
  }
  const onInt = (): void => { void interrupted() }
  process.on('SIGINT', onInt)
  process.on('SIGTERM', stop)
  return () => {
    asking?.abort()
    process.off('SIGINT', onInt)
    process.off('SIGTERM', stop)
  }
}
