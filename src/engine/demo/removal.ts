/** Deletes the demo's folder: every file by its name, links as links, nothing outside. */
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '../../domain/problem'
import type { Files } from '../files/files'

// A name that stands in for what an empty folder does not have, so that the folder is listed.
const NOTHING = '.nothing'

export async function deleteFolder(files: Files, folder: string): Promise<void> {
  await files.removeListed(folder, await contents(folder, ''))
  const left = await lstat(folder).catch(() => null)
  if (left) throw fail('demo-not-removed', `${folder} could not be deleted completely: something still writes into it.`, 'Delete the folder yourself.', { place: { file: folder } })
}

async function contents(folder: string, below: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true })
  if (entries.length === 0) return [path.join(below, NOTHING)]
  const lists = await Promise.all(entries.map(async (entry) => {
    const name = path.join(below, entry.name)
    return entry.isDirectory() ? contents(folder, name) : [name]
  }))
  return lists.flat()
}
