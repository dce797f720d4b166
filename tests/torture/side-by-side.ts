export interface SideBySide<P, T> {
  /** How many at a time; fewer where there are fewer jobs. */
  readonly places: number
  readonly jobs: readonly T[]
  readonly open: (place: number) => Promise<P>
  readonly work: (place: P, job: T, index: number) => Promise<void>
  readonly close: (place: P) => Promise<void>
}

/** Does the jobs in several places. When one fails no other begins, and what failed first is thrown once all have ended: until then they use what its caller takes away. */
export async function sideBySide<P, T>({ places, jobs, open, work, close }: SideBySide<P, T>): Promise<void> {
  let next = 0
  const failures: unknown[] = []
  const fail = (error: unknown): void => {
    next = jobs.length
    failures.push(error)
  }
  const inPlace = async (n: number): Promise<void> => {
    const place = await open(n)
    try {
      for (let index = next++; index < jobs.length; index = next++) await work(place, jobs[index] as T, index)
    } catch (error) {
      fail(error)
    } finally {
      await close(place)
    }
  }
  await Promise.all(Array.from({ length: Math.min(places, jobs.length) }, (_, n) => inPlace(n).catch(fail)))
  if (failures.length > 0) throw failures[0]
}
