/**
 * What a disk may still have lost: writes to files since they were synced, and changes of folders since those were synced. Told by a
 * recording `Io` what was done, in order.
 */

/** What a name in a folder stood for. `hold` names the second link under which a replaced or removed file is kept for the test. */
export type Entry = { readonly kind: 'none' } | { readonly kind: 'file'; readonly file: number } | { readonly kind: 'folder'; readonly folder: number } | { readonly kind: 'link'; readonly to: string }

export interface FolderChange {
  /** In the order in which they were done. */
  readonly at: number
  readonly folder: string
  readonly name: string
  readonly from: Entry
  readonly to: Entry
  /** Changes of one rename belong together. */
  readonly operation: number
}
export interface FileWrite { readonly at: number; readonly offset: number; readonly bytes: string }
/** A file with writes that were not synced. `synced`: its content at the last sync, in base64 as `bytes` is. */
export interface DirtyFile { readonly file: number; readonly synced: string; readonly writes: readonly FileWrite[]; readonly truncations: readonly { readonly at: number; readonly size: number }[] }

/** Everything that a loss of power may take, as it crosses to the test. */
export interface AtRisk { readonly changes: readonly FolderChange[]; readonly files: readonly DirtyFile[]; readonly paths: Readonly<Record<number, string>>; readonly held: Readonly<Record<number, string>> }

interface Dirty { synced: string; writes: FileWrite[]; truncations: { at: number; size: number }[] }

export class DiskModel {
  private clock = 0
  private readonly changes: FolderChange[] = []
  private readonly dirty = new Map<number, Dirty>()
  private readonly paths = new Map<number, string>()
  private readonly held = new Map<number, string>()

  /** Now; each thing that is done has a time of its own. */
  tick(): number {
    return (this.clock += 1)
  }

  /** A file that is known by its number, under this path. */
  know(file: number, path: string): void {
    this.paths.set(file, path)
  }
  hold(file: number, path: string): void {
    this.held.set(file, path)
  }

  change(operation: number, folder: string, name: string, from: Entry, to: Entry): void {
    this.changes.push({ at: this.tick(), folder, name, from, to, operation })
  }
  folderSynced(folder: string): void {
    for (let n = this.changes.length - 1; n >= 0; n--) if (this.changes[n]?.folder === folder) this.changes.splice(n, 1)
  }

  /** `before` is what stood in the file, asked for only when it has nothing at risk yet. */
  write(file: number, offset: number, bytes: Uint8Array, before: () => Buffer): void {
    this.dirtyOf(file, before).writes.push({ at: this.tick(), offset, bytes: Buffer.from(bytes).toString('base64') })
  }
  truncate(file: number, size: number, before: () => Buffer): void {
    this.dirtyOf(file, before).truncations.push({ at: this.tick(), size })
  }
  fileSynced(file: number): void {
    this.dirty.delete(file)
  }

  atRisk(): AtRisk {
    return { changes: this.changes, files: [...this.dirty].map(([file, { synced, writes, truncations }]) => ({ file, synced, writes, truncations })), paths: Object.fromEntries(this.paths), held: Object.fromEntries(this.held) }
  }

  private dirtyOf(file: number, before: () => Buffer): Dirty {
    const known = this.dirty.get(file) ?? { synced: before().toString('base64'), writes: [], truncations: [] }
    this.dirty.set(file, known)
    return known
  }
}
