import type { RunResult } from '../../domain/run'
import { asksOthers } from '../../domain/verdict'
import type { RunHandle, StartInput } from '../engine'

/** `warn` keeps a sentence with the run that failed. */
export interface Undoing {
  start(undo: StartInput): Promise<RunHandle>
  hasSnapshot(runId: string): Promise<boolean>
  warn(result: RunResult, warning: string): Promise<RunResult>
}

/**
 * `--on-failure undo`: a run that failed is taken back by a run of its own, once its snapshot is verified. It counts as failed all the same.
 * Whoever cancels or leaves it between the two has no undo begun.
 */
export function undoingWhenFailed(begun: RunHandle, input: StartInput, { start, hasSnapshot, warn }: Undoing): RunHandle {
  let goesOn: RunHandle | null = begun
  let unwanted = false
  const undo = async (): Promise<string> => {
    if (unwanted) return notUndone(begun.runId)
    const started = await start(undoInput(begun.runId, input))
    goesOn = started
    if (unwanted) await started.cancel()
    return howUndone(started)
  }
  const finished = begun.finished.then(async (result): Promise<RunResult> => {
    goesOn = null
    if (result.result.success || !(await hasSnapshot(begun.runId))) return result
    return warn(result, await undo().catch((error: unknown) => `The undo could not be started: ${error instanceof Error ? error.message : String(error)}`))
  })
  finished.catch(() => undefined)
  return {
    ...begun, finished,
    driven: () => goesOn?.driven() ?? begun.runId,
    cancel: async () => {
      unwanted = goesOn === null
      await goesOn?.cancel()
    },
    leave: () => {
      unwanted = goesOn === null
      goesOn?.leave()
    }
  }
}

const notUndone = (runId: string): string => `It was not undone: somebody stopped that. \`backstep undo ${runId}\` takes it back.`

const undoInput = (runId: string, input: StartInput): StartInput => ({
  ...input, request: { ...input.request, deploymentId: null, undo: runId, data: 'keep' }, planHash: null, forced: 'all', reason: `Undo of ${runId}, which failed: ${input.reason}`, onFailure: 'stop', acceptsDataLoss: true
})

async function howUndone(undo: RunHandle): Promise<string> {
  const { result, asked } = await undo.finished
  const serves = asksOthers(asked, result.rolledBackTo.version) ? 'what served before it' : result.rolledBackTo.version
  return result.success ? `The run was undone: ${serves} serves again (run ${undo.runId}).` : `The undo failed too (run ${undo.runId}): ${result.warnings[0] ?? ''}`
}
