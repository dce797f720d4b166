import { problemOf } from '../../../domain/problem'
import type { RunInProgress } from '../../../domain/views'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'

/** An interrupted run is given up where it stands; the corner says what came of that. */
export async function markFailed(project: string, { runId, environment }: RunInProgress, reason: string): Promise<void> {
  try {
    await call('run:abandon', { project, runId, reason })
    notify(`The run in ${environment} is marked as failed.`)
  } catch (error) {
    notify(problemOf(error).message, 'failed')
  }
}
