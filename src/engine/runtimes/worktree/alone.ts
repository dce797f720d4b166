/** git's worktree commands are not safe side by side: while one adds a worktree, another that lists them fails on the half-made one. */
const last = new Map<string, Promise<unknown>>()

/** Does the work when what was asked before for this repository has ended, well or not. */
export function alone<T>(repository: string, work: () => Promise<T>): Promise<T> {
  const mine = (last.get(repository) ?? Promise.resolve()).then(work, work)
  last.set(repository, mine.catch(() => undefined))
  return mine
}
