/** What the engine does with snapshots and keys, the same for the window, the command line and the library. */
import type * as v from '../domain/views'
import { sealOld } from './manifests/seal-old'
import { addRecipient, createKey, exportKeys, importKeys, removeRecipient, type Where } from './keys/manage'
import { removeAsides } from './retention/asides'
import { prune, type PruneOptions } from './retention/prune'
import type { Session } from './session/session'
import type { VerifyWatching } from './verify/verify'
import { keysView } from './views/keys'
import { pinSnapshot, snapshotDetail, snapshotsView, verifySnapshots } from './views/snapshots'

export interface SnapshotEngine {
  snapshots(project: string): Promise<v.SnapshotsView>
  snapshot(project: string, id: string): Promise<v.SnapshotDetail>
  verifySnapshots(project: string, asked: v.VerifyAsked, watching?: VerifyWatching): Promise<v.VerifyAnswer>
  /** Removes what the limits of backstep.yaml let go; nothing else. */
  pruneSnapshots(project: string, options: PruneOptions): Promise<v.Pruned>
  /** Removes databases that swaps put aside and that no undo needs; `only`: of these lineages. */
  removeAsides(project: string, only: readonly string[] | null): Promise<v.Pruned>
  pinSnapshot(project: string, id: string, pinned: boolean): Promise<v.SnapshotDetail>
  /** Encrypts what was kept before there was a key; answers how many manifests and snapshots. */
  encryptOld(project: string, onProgress?: (id: string, done: number, of: number) => void): Promise<v.Encrypted>
  keys(project: string): Promise<v.KeysView>
  createKey(project: string, where: Where, name: string | null): Promise<v.MadeKey>
  addKey(project: string, recipient: string, name: string | null): Promise<void>
  removeKey(project: string, recipient: string): Promise<void>
  /** Writes the private keys that are here into a new private file; answers their public ones. */
  exportKeys(project: string, path: string): Promise<readonly string[]>
  importKeys(project: string, path: string, where: Where): Promise<readonly v.MadeKey[]>
}

export function snapshotEngine(session: (project: string) => Promise<Session>, changed: (project: string, what: readonly ('snapshots' | 'settings')[]) => void): SnapshotEngine {
  const then = async <T>(project: string, what: 'snapshots' | 'settings', work: (opened: Session) => Promise<T>): Promise<T> => {
    const answer = await work(await session(project))
    changed(project, [what])
    return answer
  }
  return {
    snapshots: async (project) => snapshotsView(await session(project)),
    snapshot: async (project, id) => snapshotDetail(await session(project), id),
    verifySnapshots: async (project, asked, watching) => verifySnapshots(await session(project), asked, watching),
    pruneSnapshots: (project, options) => then(project, 'snapshots', (opened) => prune(opened, options)),
    removeAsides: (project, only) => then(project, 'snapshots', (opened) => removeAsides(opened, only)),
    pinSnapshot: (project, id, pinned) => then(project, 'snapshots', (opened) => pinSnapshot(opened, id, pinned)),
    encryptOld: (project, onProgress) => then(project, 'snapshots', (opened) => sealOld(opened, onProgress)),
    keys: async (project) => keysView(await session(project)),
    createKey: (project, where, name) => then(project, 'settings', (opened) => createKey(opened, where, name)),
    addKey: (project, recipient, name) => then(project, 'settings', (opened) => addRecipient(opened, recipient, name)),
    removeKey: (project, recipient) => then(project, 'settings', (opened) => removeRecipient(opened, recipient)),
    exportKeys: async (project, path) => {
      const opened = await session(project)
      return exportKeys(opened, (await keysView(opened)).rows.map(({ recipient }) => recipient), path)
    },
    importKeys: (project, path, where) => then(project, 'settings', (opened) => importKeys(opened, path, where))
  }
}
