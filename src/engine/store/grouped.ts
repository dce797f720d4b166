/** Writes that come together share one transaction, and with it one sync of the disk. They keep their order. */
import type { Connection } from './connection'

/** What it answers resolves when it is durable. One that throws takes back what comes with it of the same `about`, and nothing else. */
export type Grouped = <T>(about: string, work: () => T) => Promise<T>
interface Waiting { readonly about: string; readonly work: () => unknown; resolve(answer: unknown): void; reject(error: unknown): void }

export function grouped(connection: Pick<Connection, 'write'>): Grouped {
  let waiting: Waiting[] = []
  const flush = (): void => {
    const all = waiting
    waiting = []
    if (all.length === 1 || !writeTogether(connection, all)) writeEach(connection, all)
  }
  return <T>(about: string, work: () => T) => new Promise<T>((resolve, reject) => {
    waiting.push({ about, work, resolve: resolve as Waiting['resolve'], reject })
    if (waiting.length === 1) setImmediate(flush)
  })
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
