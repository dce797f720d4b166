import type { Row } from './connection'
import { requireEpoch, type RunsDeps } from './runs'
import type { Program, Store } from './store'

/** What the holder's steps have running: written right after each start, so that a holder that is killed leaves nothing unknown behind. */
export function programsOf({ connection, writes }: Pick<RunsDeps, 'connection' | 'writes'>): Pick<Store, 'noteProgram' | 'programs' | 'forgetPrograms'> {
  return {
    noteProgram: async (epoch, program) => {
      const { environment, runId, step, host, pid, startTime, bootId, leaves, until } = program
      await writes.together(`program ${runId} ${pid}`, () => {
        requireEpoch(connection, runId, environment, epoch)
        connection.run(
          'INSERT INTO programs (environment, run_id, step, host, pid, start_time, boot_id, leaves, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          environment, runId, step, host, pid, startTime, bootId, leaves ? 1 : 0, until
        )
      })
    },
    programs: async (runId) => connection.all('SELECT * FROM programs WHERE run_id = ? ORDER BY rowid', runId).map(programOf),
    forgetPrograms: async (runId) => {
      await writes.together(`programs ${runId}`, () => connection.run('DELETE FROM programs WHERE run_id = ?', runId))
    }
  }
}

const programOf = (row: Row): Program => ({
  environment: String(row['environment']), runId: String(row['run_id']), step: String(row['step']), host: String(row['host']), pid: Number(row['pid']),
  startTime: String(row['start_time']), bootId: String(row['boot_id']), leaves: row['leaves'] === 1, until: String(row['until'])
})
