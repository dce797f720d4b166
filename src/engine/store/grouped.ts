/** Writes that come together share one transaction, and with it one sync of the disk. They keep their order. */
import type { Connection } from './connection'

/**
 * What it answers resolves when it is durable. One that throws takes back what comes with it of the same `about`, and nothing else.
 * `lazily`: nobody waits for it, so it goes along with the next write, and alone only when none comes for a moment.
 */
export type Together = <T>(about: string, work: () => T, how?: 'now' | 'lazily') => Promise<T>
export interface Grouped {
  readonly together: Together
  /** Writes what waits. */
  flush(): void
}
interface Waiting { readonly about: string; readonly work: () => unknown; resolve(answer: unknown): void; reject(error: unknown): void }

/** Milliseconds that a lazy write waits at most: a person does not see the difference. */
const MOMENT = 60

export function grouped(connection: Pick<Connection, 'write'>): Grouped {
  let waiting: Waiting[] = []
  let planned = false
  let timer: NodeJS.Timeout | null = null
  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    planned = false
    const all = waiting
    waiting = []
    if (all.length > 0 && (all.length === 1 || !writeTogether(connection, all))) writeEach(connection, all)
  }
  const plan = (how: 'now' | 'lazily'): void => {
    if (how === 'lazily') {
      if (!planned) timer ??= setTimeout(flush, MOMENT)
    } else if (!planned) {
      planned = true
      setImmediate(() => planned && flush())
    }
  }
  return {
    flush,
    together: <T>(about: string, work: () => T, how: 'now' | 'lazily' = 'now') => new Promise<T>((resolve, reject) => {
      waiting.push({ about, work, resolve: resolve as Waiting['resolve'], reject })
      plan(how)
    })
  }
}

/** False when any of them fails: then nothing of it was written. */
function writeTogether(connection: Pick<Connection, 'write'>, all: readonly Waiting[]): boolean {
  try {
    const answers = connection.write(() => all.map(({ work }) => work()))
    all.forEach(({ resolve }, index) => resolve(answers[index]))
    return true
  } catch {
    return false
  }
}

/** Whoever gave several in a row relies on the first for the next. */
function writeEach(connection: Pick<Connection, 'write'>, all: readonly Waiting[]): void {
  const failed = new Map<string, unknown>()
  for (const { about, work, resolve, reject } of all) {
    try {
      if (failed.has(about)) throw failed.get(about)
      resolve(connection.write(work))
    } catch (error) {
      failed.set(about, error)
      reject(error)
    }
  }
}
