import { problemOf } from '../../domain/problem'
import type { RunResult } from '../../domain/run'
import { asksOthers } from '../../domain/verdict'
import type { RunHandle, StartInput } from '../engine'

/** `warn` keeps a sentence with the run that failed. */
export interface Undoing {
  start(undo: StartInput): Promise<RunHandle>
  hasSnapshot(runId: string): Promise<boolean>
  warn(result: RunResult, warning: string): Promise<RunResult>
}

/** `--on-failure undo`: a run that failed is taken back by a run of its own, once its snapshot is verified. It counts as failed all the same. */
export function undoingWhenFailed(begun: RunHandle, input: StartInput, { start, hasSnapshot, warn }: Undoing): RunHandle {
  const driven = followed(begun)
  const finished = begun.finished.then(async (result): Promise<RunResult> => {
    if (result.result.success || !(await hasSnapshot(begun.runId))) return result
    driven.ended()
    const undo = await start(undoOf(begun.runId, input)).catch(problemOf)
    if ('code' in undo) return warn(result, `The undo could not be started: ${undo.message}`)
    await driven.goesOnAs(undo)
    const ended = await undo.finished.catch(problemOf)
    const warned = await warn(result, sentenceOf(undo.runId, ended))
    // Somebody has left it, and hears from it how to go on.
    if ('code' in ended && ended.code === 'run-waits') return undo.finished
    return warned
  })
  finished.catch(() => undefined)
  return { ...begun, finished, current: driven.current, cancel: driven.cancel, leave: driven.leave }
}

const undoOf = (runId: string, input: StartInput): StartInput => ({
  ...input, request: { ...input.request, deploymentId: null, undo: runId, data: 'keep' }, planHash: null, forced: 'all', reason: `Undo of ${runId}, which failed: ${input.reason}`, onFailure: 'stop', acceptsDataLoss: true
})

function sentenceOf(runId: string, ended: RunResult | ReturnType<typeof problemOf>): string {
  if ('code' in ended) return `The undo has not ended (run ${runId}): ${ended.message}`
  const { outcome, result, asked } = ended
  const serves = asksOthers(asked, result.rolledBackTo.version) ? 'what served before it' : result.rolledBackTo.version
  if (result.success) return `The run was undone: ${serves} serves again (run ${runId}).`
  return `The undo ${outcome === 'stopped' ? 'was stopped' : 'failed too'} (run ${runId}): ${result.warnings[0] ?? ''}`
}

interface Followed extends Pick<RunHandle, 'current' | 'cancel' | 'leave'> {
  /** From here on the undo is about to begin. */
  ended(): void
  goesOnAs(undo: RunHandle): Promise<void>
}

/** Whoever stops the run or leaves it means the undo once the run has ended; what is asked between the two is done when the undo begins. */
function followed(begun: RunHandle): Followed {
  const asked = { cancel: false, leave: false }
  let driven: RunHandle | null = begun
  const now = (): RunHandle | null => driven
  return {
    current: () => now()?.current() ?? null,
    async cancel() {
      if (await now()?.cancel()) return true
      asked.cancel = now() === null || now() === begun
      return asked.cancel || (now()?.cancel() ?? false)
    },
    leave() {
      asked.leave = true
      now()?.leave()
    },
    ended: () => { driven = null },
    async goesOnAs(undo) {
      driven = undo
      if (asked.cancel) await undo.cancel()
      if (asked.leave) undo.leave()
    }
  }
}
