/** What a run of the shop is started with. */
import type { StartInput } from '../../src/engine'

export const startInput = (more: Partial<StartInput> = {}): StartInput => ({
  request: { environment: 'staging', deploymentId: null, undo: null, services: [], data: 'keep', credentials: {} }, planHash: null, reason: 'Checkout answers 500', forced: [], typedName: 'staging',
  acceptsDataLoss: true, onFailure: 'ask', via: 'cli', ...more
})
export const undoOf = (runId: string, more: Partial<StartInput> = {}): StartInput => startInput({ request: { ...startInput().request, undo: runId }, ...more })
