/** What the process that holds an environment holds in other projects: the window drives runs of several. */
import path from 'node:path'
import { isSameProcess } from '../lock/holder'
import { projectPaths } from '../paths'
import type { Session } from '../session/session'
import { openStoreReadOnly } from '../store/sqlite-store'
import type { Holder } from '../store/store'

export interface HolderElsewhere extends Holder { readonly project: string }

/** By the lock files that the process has open, and the rows that name it there. Empty where the operating system does not tell. */
export async function heldElsewhere({ path: here, context }: Session, holder: Holder): Promise<readonly HolderElsewhere[]> {
  const open = new Set(await context.host('local').openFiles(holder))
  const projects = new Set([...open].filter((file) => file.endsWith('.lock')).map((file) => path.dirname(path.dirname(file))).filter((project) => project !== here))
  const found = await Promise.all([...projects].map(async (project) => {
    const rows = await holdersIn(project).catch(() => [])
    return rows.filter((row) => isSameProcess(row, holder) && open.has(projectPaths(project).lock(row.environment))).map((row) => ({ ...row, project }))
  }))
  return found.flat()
}

async function holdersIn(project: string): Promise<readonly Holder[]> {
  const store = await openStoreReadOnly(projectPaths(project).store)
  try {
    return await store.holders()
  } finally {
    await store.close()
  }
}
