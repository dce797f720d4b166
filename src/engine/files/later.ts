/** Files that are written for one purpose are synced together at its end: on most disks that takes hardly longer than one of them. */
import { syncFolder, verify, type Hash } from './atomic'
import type { Io } from './io'
import { about } from './problems'

/** What still is to be synced, and what the files then must hold. */
export interface Later { readonly files: Map<string, Hash>; readonly folders: Set<string> }

/** All files at once, each read again, then their folders. */
export async function settle(io: Io, { files, folders }: Later): Promise<void> {
  await Promise.all([...files].map(([path, wanted]) => about(path, 'written', () => settleFile(io, path, wanted))))
  await Promise.all([...folders].map((folder) => about(folder, 'written', () => syncFolder(io, folder))))
  files.clear()
  folders.clear()
}

async function settleFile(io: Io, path: string, wanted: Hash): Promise<void> {
  const handle = await io.open(path, 'read')
  try {
    await handle.sync()
    await verify(handle, path, wanted)
  } finally {
    await handle.close()
  }
}
