import { problemOf } from '../../../domain/problem'
import { call } from '../../stores/api'
import { notify } from '../../stores/notices'

/** A run is given up where it stands; the corner says what came of that: `said`, or why not. Answers whether it is. */
export async function giveUp(project: string, runId: string, reason: string, said: string): Promise<boolean> {
  try {
    await call('run:abandon', { project, runId, reason })
    notify(said)
    return true
  } catch (error) {
    notify(problemOf(error).message, 'failed')
    return false
  }
}
