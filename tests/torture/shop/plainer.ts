/** Takes out of records what differs from one run to the next: ids, times, process numbers, the numbers of files. */

export interface Plain {
  text(text: string): string
  value(value: unknown): unknown
}

/** `printedFrom`: a service that was started once more has printed more. */
const VOLATILE = new Set(['pid', 'startTime', 'bootId', 'token', 'startedAt', 'takenAt', 'timestamp', 'lastUpdated', 'at', 'since', 'duration', 'historyHead', 'historyChain', 'seen', 'bytes', 'mtime', 'digestOfStore', 'printedFrom'])
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g
/** A file that was never swapped is named by its device and number. */
const LINEAGE = /file:\d+:\d+/g
/** A copy that was made during the run: its bytes hold a counter. */
const COPY = /^(sha256)$/

/** `runIds` in the order in which the runs began. */
export function plainer(runIds: readonly string[]): Plain {
  const text = (from: string): string =>
    runIds.reduce((all, id, n) => all.replaceAll(id, `RUN-${n + 1}`), from).replace(TIME, 'TIME').replace(LINEAGE, 'file:own')
  const value = (from: unknown): unknown => {
    if (typeof from === 'string') return text(from)
    if (Array.isArray(from)) return from.map(value)
    if (typeof from !== 'object' || from === null) return from
    return Object.fromEntries(Object.entries(from).filter(([key]) => !VOLATILE.has(key) && !COPY.test(key)).map(([key, item]) => [text(key), value(item)]))
  }
  return { text, value }
}
