/** Events of a run that nobody waits for at once. */
export interface Later {
  add(event: Promise<unknown>): void
  /** One could not be written: nothing may begin any more, though there may be room again by now. */
  failed(): boolean
  /** Once each was written or refused; throws the first refusal. */
  all(): Promise<void>
}

export function createLater(): Later {
  const events: Promise<unknown>[] = []
  let failed = false
  return {
    add(event) {
      event.catch(() => { failed = true })
      events.push(event)
    },
    failed: () => failed,
    async all() {
      await Promise.allSettled(events)
      await Promise.all(events)
    }
  }
}
