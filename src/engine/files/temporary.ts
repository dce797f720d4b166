/** A folder of our own for files that another program reads now and nobody needs afterwards: private, never synced, removed at the end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { about } from './problems'

export interface TemporaryFolder {
  readonly path: string
  /** Keeps a file in it; answers its path. */
  keep(name: string, content: string): Promise<string>
}

export async function inTemporaryFolder<T>(purpose: string, work: (folder: TemporaryFolder) => Promise<T>): Promise<T> {
  const path = await about(tmpdir(), 'written', () => mkdtemp(join(tmpdir(), `backstep-${purpose}-`)))
  const keep = async (name: string, content: string): Promise<string> => {
    const file = join(path, name)
    await about(file, 'written', () => writeFile(file, content, { mode: 0o600 }))
    return file
  }
  try {
    return await work({ path, keep })
  } finally {
    await rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
  }
}
