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
  const finished = begun.finished.then(async (result): Promise<RunResult> => {
    if (result.result.success || !(await hasSnapshot(begun.runId))) return result
    return warn(result, await undone(begun.runId, input, start).catch((error: unknown) => `The undo could not be started: ${error instanceof Error ? error.message : String(error)}`))
  })
  finished.catch(() => undefined)
  return { ...begun, finished }
}

async function undone(runId: string, input: StartInput, start: (undo: StartInput) => Promise<RunHandle>): Promise<string> {
  const undo = await start({
    ...input, request: { ...input.request, deploymentId: null, undo: runId, data: 'keep' }, planHash: null, forced: 'all', reason: `Undo of ${runId}, which failed: ${input.reason}`, onFailure: 'stop', acceptsDataLoss: true
  })
  const { result, asked } = await undo.finished
  const serves = asksOthers(asked, result.rolledBackTo.version) ? 'what served before it' : result.rolledBackTo.version
  return result.success ? `The run was undone: ${serves} serves again (run ${undo.runId}).` : `The undo failed too (run ${undo.runId}): ${result.warnings[0] ?? ''}`
}
