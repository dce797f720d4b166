/** Programs for one place: one that is to be killed, started in advance, and one that takes up what others left. */
import type { Task } from './tasks'
import { startServer, type Kill, type Lived, type Server } from './server'

export interface Pool {
  /** By a program that has just started. */
  fresh(task: Omit<Task, 'death'>, kill: Kill): Promise<Lived>
  /** By one that may have done other tasks before: another than whoever was killed. */
  other(task: Omit<Task, 'death'>): Promise<Lived>
  close(): Promise<void>
}

export function createPool(): Pool {
  let next: Promise<Server> | null = null
  let lasting: Server | null = null
  return {
    async fresh(task, kill) {
      const server = await (next ?? startServer())
      // While this one works, the next one is loaded.
      next = startServer()
      // Whoever takes it hears of it.
      next.catch(() => undefined)
      const lived = await server.task(task, kill)
      await server.close()
      return lived
    },
    async other(task) {
      if (!lasting?.alive()) lasting = await startServer()
      return lasting.task(task, null)
    },
    async close() {
      await lasting?.close()
      await (await next)?.close()
    }
  }
}
