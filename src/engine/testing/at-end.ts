/** What a test leaves is cleared away after it: `after-each.ts` sees to that for every file. */
const cleaning: (() => Promise<void> | void)[] = []

/** Runs after the test, the last first. */
export const atEnd = (work: () => Promise<void> | void): void => {
  cleaning.push(work)
}

export async function cleanUp(): Promise<void> {
  while (cleaning.length > 0) await cleaning.pop()?.()
}
