/** Programs for one place: the one at work, and the next, which is loaded meanwhile. */
import type { Task } from './tasks'
import { startServer, type Kill, type Lived, type Server } from './server'

export interface Pool {
  /** By a program that has just started, and ends with the task. */
  fresh(task: Omit<Task, 'death'>, kill: Kill): Promise<Lived>
  /** By one that may have done other tasks before, as it was not killed in them: no other has to be loaded. */
  other(task: Omit<Task, 'death'>, kill?: Kill): Promise<Lived>
  close(): Promise<void>
}

export function createPool(): Pool {
  let next: Promise<Server> | null = null
  let lasting: Server | null = null
  const taken = async (): Promise<Server> => {
    const server = await (next ?? startServer())
    next = startServer()
    // Whoever takes it hears of it.
    next.catch(() => undefined)
    return server
  }
  return {
    async fresh(task, kill) {
      const server = await taken()
      const lived = await server.task(task, kill)
      await server.close()
      return lived
    },
    async other(task, kill = null) {
      if (!lasting?.alive()) lasting = await taken()
      return lasting.task(task, kill)
    },
    async close() {
      await lasting?.close()
      await (await next)?.close()
    }
  }
}
