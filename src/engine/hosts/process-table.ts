/** What the operating system knows of processes. */
import type { ProcessId } from './host'

export interface ProcessRow { readonly id: ProcessId; readonly group: number; readonly zombie: boolean }

export interface ProcessTable {
  /** Null when there is no such process. Synchronous, so that a child can be named before it is reaped. */
  look(pid: number): ProcessRow | null
  /** Null when it is not known. */
  startedAt(id: ProcessId): Promise<string | null>
  /** Number of the user that it runs as; null when it is gone. */
  ownerOf(pid: number): number | null
  /** Paths of the files that it has open; none where that is not told. */
  openFiles(pid: number): Promise<readonly string[]>
  /** Its number, when it listens on this port of the loopback addresses or of all; null when none does, or that is not told. */
  listenerOn(port: number): Promise<number | null>
  /** Processes whose environment holds exactly this setting. */
  withSetting(setting: string): Promise<readonly ProcessId[]>
}

/** The row, if it still is exactly this process and not a zombie. */
export function same(table: ProcessTable, id: ProcessId): ProcessRow | null {
  const row = table.look(id.pid)
  return row && !row.zombie && row.id.startTime === id.startTime && row.id.bootId === id.bootId ? row : null
}
