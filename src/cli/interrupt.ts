/** Ctrl-C during a run: the first stops it where that is safe, the second leaves it as it is, the third ends this program at once. */
import { problemOf } from '../domain/problem'
import type { RunHandle } from '../engine/engine'
import type { Cli } from './cli'
import { EXIT } from './exit'

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

/** A SIGTERM counts as a Ctrl-C. A terminal that goes away (SIGHUP) ends nothing: half a rollback would be left. Answers how to end this. */
export function onInterrupt(cli: Cli, run: Pick<RunHandle, 'current' | 'cancel' | 'leave'>): () => void {
  const told = (work: Promise<unknown>): void => { work.catch((error: unknown) => cli.say(problemOf(error).message)) }
  const steps: readonly (() => void)[] = [
    () => {
      cli.say('', `${cli.paintMessage('‖', 'warning')} Stopping. What changes what serves is finished first. Ctrl-C again leaves the run as it is then.`)
      told(run.cancel())
    },
    () => {
      cli.say('', leftSentence(run.current()))
      run.leave()
    },
    () => {
      cli.say('', endedSentence(run.current()))
      process.exit(EXIT.waiting)
    }
  ]
  let pressed = 0
  const onSignal = (): void => steps[Math.min(pressed++, steps.length - 1)]?.()
  const onHangUp = (): void => cli.say('', `The terminal is gone. The run goes on; \`backstep status\` tells of it.`)
  process.on('SIGHUP', onHangUp)
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    process.off('SIGHUP', onHangUp)
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

/** Null: a run has failed, and its undo is about to begin. */
const leftSentence = (runId: string | null): string =>
  runId === null ? 'The undo is left as it is once the step in hand has ended. `backstep status` tells how it stands.' : `The run is left as it is once the step in hand has ended. \`backstep resume ${runId}\` goes on with it.`
const endedSentence = (runId: string | null): string =>
  runId === null ? 'Ended at once, before the undo began. `backstep status` says what can be done.' : `Ended at once. The run is interrupted: \`backstep resume ${runId}\` goes on with it, \`backstep status\` says what else can be done.`
