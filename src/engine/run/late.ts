/** What comes to light after a run's end is kept with it and told, so that its result shows it wherever it is read. */
import type { RunEvent, RunResult } from '../../domain/run'
import { withWarnings } from '../../domain/results-warnings'
import type { Session } from '../session/session'

/** Never throws: the run has ended as it has, also where nothing can be written any more. */
export async function warnLate({ store, context }: Session, result: RunResult, warnings: readonly string[], onEvents: (events: readonly RunEvent[]) => void): Promise<RunResult> {
  if (warnings.length === 0) return result
  const masked = warnings.map((text) => context.mask(text))
  await store.warn(result.result.rollbackId, masked).then((event) => onEvents([event]), () => undefined)
  return withWarnings(result, masked)
}
