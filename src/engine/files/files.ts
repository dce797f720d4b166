/** The only place that writes files. Every write: loop until all is written, fsync, rename, fsync the folder; on any error the old file stays. */
import type { DatabaseFiles } from './database-file'

export interface WriteOptions {
  /** Permission bits; default: those of the file that is there, else 0o600. */
  readonly mode?: number
  /**
   * What a power loss may take back. Default: nothing. `content`: the old file may be there again, whole. `none`: also a broken one; only
   * for what is made again then.
   */
  readonly lasts?: 'name' | 'content' | 'none'
}
export interface Files {
  /** Null when absent; any other failure is a BackstepError that names the file. */
  read(path: string): Promise<Buffer | null>
  /** Hands over a file from its beginning to its end; a chunk is only valid until the next one. False when absent. */
  readChunks(path: string, take: (chunk: Uint8Array) => void): Promise<boolean>
  /** These bytes of a file, half-open; fewer at its end, null when absent. */
  readPart(path: string, start: number, end: number): Promise<Buffer | null>
  /** The file in pieces, in order; a piece is the caller's own. */
  chunks(path: string): AsyncIterable<Uint8Array>
  /** Replaces the file by rename; verified by reading it again. */
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>
  /** The same for content that is too large to be held at once. A problem that the pieces throw comes back as it is; the old file stays. */
  writeChunks(path: string, chunks: AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<void>
  /** Appends lines to a file that only we write; not synced unless asked. */
  append(path: string, content: string, sync?: boolean): Promise<void>
  remove(path: string): Promise<void>
  /** Cuts a file that only we write back to this many bytes, synced. */
  truncate(path: string, size: number): Promise<void>
  /** Creates folders (0700 unless told), syncs the parent. */
  makeFolder(path: string, mode?: number): Promise<void>
  /** Copies one file with mode, synced. Never for SQLite files. */
  copy(from: string, to: string, mode?: number): Promise<void>
  /** Points a symbolic link at a target by rename of a temporary link. */
  link(path: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Removes exactly the named files below `folder`, then those of their folders, and of `folders`, that are empty. */
  removeListed(folder: string, files: readonly string[], folders?: readonly string[]): Promise<void>
  sha256(path: string): Promise<{ readonly sha256: string; readonly bytes: number; readonly mode: number }>
  /** Writes many files for one purpose: nothing of it lasts before it is settled. For new files, since an old one would give way before. */
  together(): FilesTogether
  /** Free bytes on the file system that holds the path (or its nearest existing parent). */
  free(path: string): Promise<number>
  /** For the files of databases, which nothing else here touches. */
  readonly databases: DatabaseFiles
}

export interface FilesTogether extends Files {
  /** All that was written lasts, and was read again. */
  settle(): Promise<void>
}
