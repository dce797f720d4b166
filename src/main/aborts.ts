/** Work that the window can end, by project. */
export interface Aborts {
  /** Does it with a signal that `stop` of the same project gives. */
  during<T>(project: string, work: (abort: AbortSignal) => Promise<T>): Promise<T>
  stop(project: string): void
}

export function createAborts(): Aborts {
  const going = new Map<string, Set<AbortController>>()
  return {
    async during(project, work) {
      const abort = new AbortController()
      const here = going.get(project) ?? new Set()
      going.set(project, here.add(abort))
      try {
        return await work(abort.signal)
      } finally {
        here.delete(abort)
      }
    },
    stop: (project) => going.get(project)?.forEach((abort) => abort.abort())
  }
}
